import { ArrowRight, ChevronUp, Flag } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { StepNow } from '../../../core/script';
import { Button, Heading } from '../../../ui';
import type { RoomProps } from '../stage';
import { useServerNow } from '../stage/useServerNow';
import { Ending } from './Ending';
import { nextLine, pace } from './script';

type ScriptNowProps = RoomProps & {
  /** On a phone the rest of what a facilitator has lies folded behind this strip. */
  open: boolean;
  fold: () => void;
};

/** The script, for who leads: where we are, how long it takes, and one button to go on, always in reach. */
export function ScriptNow({ open, fold, ...props }: ScriptNowProps) {
  const { room, ahead } = props;
  const lines = room.script ?? [];
  const begun = lines.some(({ state }) => state === 'now' || state === 'done');
  if (room.debrief) return null;
  return (
    <section className={lines.length > 0 ? 'kring-script' : 'kring-script kring-script--bare'} aria-label={t('meeting.script')}>
      <button type="button" className="kring-script__fold" aria-expanded={open} aria-label={t('meeting.script.fold')} onClick={fold}>
        <ChevronUp size={22} aria-hidden />
      </button>
      <div className="kring-script__where">
        {room.step && <Where step={room.step} ahead={ahead} />}
        {!room.step && <Heading level={2} look={3}>{t(title(lines.length > 0, begun))}</Heading>}
      </div>
      {lines.length > 0 && <Onward {...props} />}
    </section>
  );
}

function title(scripted: boolean, begun: boolean) {
  if (!scripted) return 'meeting.guide';
  return begun ? 'meeting.script.done' : 'meeting.script.ready';
}

/** The next step, or after the last one the goodbye. */
function Onward({ room, wish }: RoomProps) {
  const [ending, setEnding] = useState(false);
  const following = nextLine(room.script ?? []);
  return (
    <div className="kring-script__go">
      {following && <Button kind="primary" wide icon={ArrowRight} onClick={() => wish({ type: 'meeting.next', from: room.step?.id ?? '' })}>{t('meeting.script.next')}</Button>}
      {!following && <Button kind="primary" wide icon={Flag} onClick={() => setEnding(true)}>{t('meeting.script.finish')}</Button>}
      {following && <p className="kring-script__then">{t('meeting.script.then', { title: words(following.title), minutes: following.minutes })}</p>}
      <Ending open={ending} close={() => setEnding(false)} wish={wish} />
    </div>
  );
}

function Where({ step, ahead }: { step: StepNow; ahead: number }) {
  const { passed, share, over } = pace(step, useServerNow(ahead, 1_000));
  return (
    <>
      <p className="kring-now__where">
        <span>{t('meeting.step.where', { number: step.number, of: step.of })}</span>
        <span className={over > 0 ? 'kring-script__over' : undefined}>
          {over > 0 ? t('meeting.script.over', { minutes: over }) : t('meeting.script.passed', { passed, minutes: step.minutes })}
        </span>
      </p>
      <div className="kring-progress" aria-hidden="true"><div className="kring-progress__bar" style={{ width: `${100 * share}%` }} /></div>
      <Heading level={2} look={3}>{words(step.title)}</Heading>
    </>
  );
}
