import { ArrowRight, BookOpenText, Flag } from 'lucide-react';
import { useState } from 'react';
import { t, words } from '../../../core/i18n';
import type { ScriptLine, StepNow } from '../../../core/script';
import { Button, Heading, Text } from '../../../ui';
import type { RoomProps } from '../stage';
import { Paragraphs } from '../stage/StepCard';
import { useServerNow } from '../stage/useServerNow';
import { Ending } from './Ending';
import { nextLine, pace } from './script';

/** The script, for who leads: where we are, how long it takes, what to say, and one button to go on. */
export function ScriptNow({ room, ahead, wish }: RoomProps) {
  const lines = room.script ?? [];
  const line = lines.find((one) => one.state === 'now');
  const following = nextLine(lines);
  const [ending, setEnding] = useState(false);
  if (lines.length === 0 || room.debrief) return null;
  const begun = line !== undefined || lines.some((one) => one.state === 'done');
  return (
    <section className="kring-script" aria-label={t('meeting.script')}>
      {room.step ? <Where step={room.step} ahead={ahead} /> : <Heading level={2} look={3}>{t(begun ? 'meeting.script.done' : 'meeting.script.ready')}</Heading>}
      <div className="kring-script__go">
        {following && <Button kind="primary" wide icon={ArrowRight} onClick={() => wish({ type: 'meeting.next', from: room.step?.id ?? '' })}>{t('meeting.script.next')}</Button>}
        {!following && <Button kind="primary" wide icon={Flag} onClick={() => setEnding(true)}>{t('meeting.script.finish')}</Button>}
        {following && <p className="kring-small kring-muted">{t('meeting.script.then', { title: words(following.title), minutes: following.minutes })}</p>}
      </div>
      {room.step && line && <Words step={room.step} line={line} />}
      <Ending open={ending} close={() => setEnding(false)} wish={wish} />
    </section>
  );
}

function Where({ step, ahead }: { step: StepNow; ahead: number }) {
  const now = useServerNow(ahead, 1_000);
  const { passed, share, over } = pace(step, now);
  return (
    <div className="kring-stack kring-stack--tight">
      <p className="kring-now__where">
        <span>{t('meeting.step.where', { number: step.number, of: step.of })}</span>
        <span className={over > 0 ? 'kring-script__over' : undefined}>
          {over > 0 ? t('meeting.script.over', { minutes: over }) : t('meeting.script.passed', { passed, minutes: step.minutes })}
        </span>
      </p>
      <div className="kring-progress" aria-hidden="true"><div className="kring-progress__bar" style={{ width: `${100 * share}%` }} /></div>
      <Heading level={2} look={3}>{words(step.title)}</Heading>
    </div>
  );
}

/** What to keep in mind, and what the others have before them. */
function Words({ step, line }: { step: StepNow; line: ScriptLine }) {
  const guide = words(line.guide);
  const body = words(step.body);
  return (
    <>
      {guide && (
        <div className="kring-script__guide">
          <BookOpenText size={20} aria-hidden />
          <Text small prose>{guide}</Text>
        </div>
      )}
      {body && (
        <details className="kring-fold">
          <summary>{t('meeting.script.shown')}</summary>
          <Paragraphs text={body} />
        </details>
      )}
    </>
  );
}
