import { t } from '../../../core/meeting-words';
import type { MeetingState } from '../../../core/wire';
import { Button, Heading, Text } from '../../../ui';
import type { RoomProps } from '../stage';
import { apartWith } from '../stage/rooms';
import './care.css';

/** For two who are apart: that they are, and the way back. For the other facilitators: who they are. */
export function Apart({ room, wish }: Pick<RoomProps, 'room' | 'wish'>) {
  const two = apartWith(room);
  if (!two) return <Others room={room} />;
  const other = room.seats.find((seat) => two.includes(seat.id) && seat.id !== room.you.id);
  const alias = other?.alias ?? '';
  return (
    <section className="kring-apart" aria-labelledby="apart">
      <div role="status">
        <Heading level={2} look={3} id="apart">{t('apart.you', { alias })}</Heading>
        <Text>{t(other?.connected ? 'apart.text' : 'apart.lost', { alias })}</Text>
      </div>
      <Button onClick={() => wish({ type: 'meeting.apart.end' })}>{t('apart.end')}</Button>
    </section>
  );
}

function Others({ room }: { room: MeetingState }) {
  const away = room.seats.filter((seat) => room.apart?.includes(seat.id)).map((seat) => seat.alias);
  if (away.length === 0) return null;
  return <div className="kring-apart" role="status"><Text>{t('apart.others', { names: list(away) })}</Text></div>;
}

function list(names: string[]): string {
  return new Intl.ListFormat(document.documentElement.lang || 'nl').format(names);
}
