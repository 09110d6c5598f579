import { t } from '../../../core/meeting-words';
import type { Joint } from '../../../core/script';
import type { MeetingState } from '../../../core/wire';
import { Avatar, Heading, Switch, Text } from '../../../ui';
import type { Parts, RoomProps } from '../stage';
import { guides } from '../view';
import { Summary } from './Summary';

type JointStageProps = RoomProps & { joint: Joint; work: Parts['work'] };

/** A module step made together: everybody on their own screen, with the own answer kept as homework. */
export function JointStage({ room, joint, wish, work }: JointStageProps) {
  const guide = guides(room);
  const shared = joint.shared ?? [];
  const mine = (step: string) => shared.some((one) => one.id === room.you.id && one.step === step);
  return (
    <section className="kring-joint" aria-label={t('meeting.joint')}>
      {!guide && (
        <>
          <Text small muted>{t('meeting.joint.private')}</Text>
          {work({
            assignment: joint.assignment,
            steps: joint.steps,
            below: (step) => <Share on={mine(step)} set={(on) => wish({ type: 'meeting.joint.share', step, shared: on })} />,
          })}
        </>
      )}
      <Text muted small>{t('meeting.joint.answered', { count: joint.answered })}</Text>
      {(guide || joint.shown) && <Summary meeting={room.meeting} joint={joint} />}
      {shared.length > 0 && <Shared room={room} joint={joint} />}
    </section>
  );
}

/** One's own choice, per answer; it can be taken back. */
function Share({ on, set }: { on: boolean; set: (on: boolean) => void }) {
  return (
    <div className="kring-joint__share">
      <Switch checked={on} label={t('meeting.joint.share')} words={{ on: t('meeting.joint.shared'), off: t('meeting.joint.share') }} onChange={set} />
    </div>
  );
}

function Shared({ room, joint }: { room: MeetingState; joint: Joint }) {
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('meeting.joint.sharedBy')}>
      <Heading level={3}>{t('meeting.joint.sharedBy')}</Heading>
      <ul className="kring-stack kring-stack--tight">
        {joint.shared?.map(({ id, alias, step, text }, i) => (
          <li key={`${id || i} ${step}`} className="kring-shared">
            <Avatar id={id} alias={alias || '·'} />
            <div>
              <strong>{id === room.you.id ? t('meeting.joint.you') : alias || t('meeting.joint.somebody')}</strong>
              <Text prose>{text}</Text>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
