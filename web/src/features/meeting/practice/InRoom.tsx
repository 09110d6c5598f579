import { QrCode as Sign } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { t } from '../../../core/i18n';
import type { MeetingState } from '../../../core/wire';
import { Avatar, Button, Dialog, Loading, Text } from '../../../ui';
import { guides } from '../view';
import './practice.css';

const QrCode = lazy(() => import('../../../ui/QrCode'));

/** The way in for who sits in one room with others: the meeting's own page, without a seat. */
const address = (meeting: string) => `${location.origin}/bijeenkomst/${meeting}?ruimte`;

/** A hybrid meeting: who is in the room, with their hands, and for facilitators the code to check in with. */
export function InRoom({ meeting, room }: { meeting: string; room: MeetingState }) {
  const [shown, setShown] = useState(false);
  const present = room.room ?? [];
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('inRoom.title')}>
      <div className="kring-row">
        <Text>{present.length === 0 ? t('inRoom.nobody') : t('inRoom.title')}</Text>
        {guides(room) && <Button small icon={Sign} onClick={() => setShown(true)}>{t('inRoom.code')}</Button>}
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
      <Dialog open={shown} title={t('inRoom.code')} onClose={() => setShown(false)}>
        <Text>{t('inRoom.code.about')}</Text>
        <div className="kring-code"><Suspense fallback={<Loading />}><QrCode text={address(meeting)} label={t('inRoom.code.label')} /></Suspense></div>
        <Text small>{address(meeting)}</Text>
      </Dialog>
    </section>
  );
}
