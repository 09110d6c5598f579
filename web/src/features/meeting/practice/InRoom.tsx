import { api } from '../../../core/api';
import { t } from '../../../core/meeting-words';
import type { MeetingState } from '../../../core/wire';
import { Avatar, Text } from '../../../ui';
import { guides } from '../view';
import './practice.css';
import { CodeButton } from './RoomCode';
import '../present.css';

/** The way in for who sits in one room with others: the meeting's own page, without a seat. */
const checkIn = async (meeting: string) => `${location.origin}/bijeenkomst/${meeting}?ruimte`;

/** A hybrid meeting: who is in the room, with their hands, and for facilitators the codes for people and for the device there. */
export function InRoom({ meeting, room }: { meeting: string; room: MeetingState }) {
  const present = room.room ?? [];
  const device = room.seats.some((seat) => seat.role === 'room');
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('inRoom.title')}>
      <div className="kring-row">
        <Text>{present.length === 0 ? t('inRoom.nobody') : t('inRoom.title')}</Text>
        {guides(room) && (
          <>
            <CodeButton title={t('inRoom.code')} about={t('inRoom.code.about')} label={t('inRoom.code.label')} address={() => checkIn(meeting)} />
            {!device && (
              <CodeButton
                title={t('inRoom.link')} about={t('inRoom.link.about')} label={t('inRoom.link.label')} note={t('inRoom.link.note')}
                address={async () => (await api.post<{ url: string }>(`/meetings/${meeting}/room`)).url}
              />
            )}
          </>
        )}
      </div>
      {present.length > 0 && (
        <ul className="kring-present" role="list" aria-label={t('inRoom.title')}>
          {present.map(({ id, alias, hand, connected }) => (
            <li key={id} className={connected ? 'kring-present__one' : 'kring-present__one kring-present__one--lost'}>
              <Avatar id={id} alias={alias} />
              <span>
                {alias}
                {id === room.you.id && ` ${t('meeting.seat.you')}`}
                {hand > 0 && <strong> · {t('meeting.seat.hand', { order: hand })}</strong>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
