import { HeartHandshake } from 'lucide-react';
import type { CareAlarm } from '../../../core/care';
import { t } from '../../../core/meeting-words';
import { clock } from '../../../core/time';
import { leads, type MeetingState } from '../../../core/wire';
import { Button, Heading, Text } from '../../../ui';
import type { StageProps } from '../stage';
import './care.css';

/** Who asks for help now. Only facilitators get it; while they show their own screen to all it names nobody. */
export function Alarms({ session, view }: Pick<StageProps, 'session' | 'view'>) {
  const { room, care } = view;
  if (!room || !care || care.alarms.length === 0) return null;
  if (room.screen === room.you.id) {
    return <div className="kring-alarm" role="alert"><Text>{t('alarm.hidden')}</Text></div>;
  }
  return (
    <div role="alert" className="kring-stack">
      {care.alarms.map((alarm) => <AlarmCard key={alarm.id} alarm={alarm} room={room} session={session} />)}
    </div>
  );
}

type AlarmCardProps = { alarm: CareAlarm; room: MeetingState; session: StageProps['session'] };

function AlarmCard({ alarm, room, session }: AlarmCardProps) {
  const { id, alias, at } = alarm;
  const apart = room.apart?.includes(id);
  const here = !apart && room.phase === 'open' && room.seats.some((seat) => seat.id === id && seat.connected);
  const others = room.seats.some((seat) => leads(seat.role) && seat.connected && seat.id !== room.you.id);
  return (
    <section className="kring-alarm" aria-labelledby={`alarm-${id}`}>
      <Heading level={2} look={3} id={`alarm-${id}`}>{t('alarm.title', { alias })}</Heading>
      <Text small muted>{t('alarm.silent', { time: clock(at) })}</Text>
      <Told alarm={alarm} />
      <div className="kring-row">
        {here && (
          <Button kind="primary" icon={HeartHandshake} onClick={() => void session.wish({ type: 'meeting.apart', who: id })}>{t('alarm.apart')}</Button>
        )}
        <Button onClick={() => void session.wish({ type: 'meeting.alarm.close', who: id })}>{t('alarm.close')}</Button>
      </div>
      {here && <Text small muted>{t(others ? 'alarm.apart.co' : 'alarm.apart.pause')}</Text>}
    </section>
  );
}

/** The lines of check-in, or that there are none. */
function Told({ alarm: { alias, place, contact, phone } }: { alarm: CareAlarm }) {
  if (!place && !contact && !phone) return <Text>{t('alarm.nothing', { alias })}</Text>;
  return (
    <dl className="kring-alarm__lines">
      <div><dt>{t('alarm.place')}</dt><dd>{place || t('alarm.unknown')}</dd></div>
      <div><dt>{t('alarm.contact')}</dt><dd>{contact || t('alarm.unknown')}</dd></div>
      {phone && <div><dt>{t('alarm.phone')}</dt><dd><a className="nl-link kring-block-link" href={`tel:${phone.replace(/[^0-9+]/g, '')}`}>{t('help.call', { phone })}</a></dd></div>}
    </dl>
  );
}
