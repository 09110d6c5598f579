import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { StepNow } from '../../../core/script';
import type { MeetingState } from '../../../core/wire';
import { Heading, Text } from '../../../ui';
import { minutesSince } from './time';
import { useServerNow } from './useServerNow';

/** Something else asks for attention now: the words of the step fold away by themselves. */
function busy({ stick, poll, film, joint, table, pairs }: MeetingState): boolean {
  return Boolean(stick || poll || film || joint || table || pairs);
}

type StepCardProps = { room: MeetingState; step: StepNow; ahead: number };

/** Where the meeting is, for a participant: one calm card. It keeps its place and its focus when the step changes. */
export function StepCard({ room, step, ahead }: StepCardProps) {
  const moment = `${step.id} ${step.startedAt} ${busy(room)}`;
  const [seen, setSeen] = useState(moment);
  const [open, setOpen] = useState(!busy(room));
  if (seen !== moment) {
    setSeen(moment);
    setOpen(!busy(room));
  }
  const body = words(step.body);
  return (
    <section className="kring-now" aria-label={t('meeting.step')}>
      <Progress step={step} ahead={ahead} />
      {body ? (
        <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="kring-now__title">
            <Heading level={2} look={3}>{words(step.title)}</Heading>
            <ChevronDown className="kring-now__fold" size={22} aria-hidden />
          </summary>
          <Paragraphs text={body} />
        </details>
      ) : <Heading level={2} look={3}>{words(step.title)}</Heading>}
    </section>
  );
}

function Progress({ step, ahead }: { step: StepNow; ahead: number }) {
  const left = step.minutes - minutesSince(step.startedAt, useServerNow(ahead, 10_000));
  return (
    <p className="kring-now__where">
      <span>{t('meeting.step.where', { number: step.number, of: step.of })}</span>
      <span>{left > 0 ? t('meeting.step.left', { minutes: left }) : t('meeting.step.rounding')}</span>
    </p>
  );
}

/** Paragraphs that an author separated by blank lines. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <div className="kring-stack kring-stack--tight kring-now__body">
      {text.split(/\n{2,}/).map((paragraph, i) => <Text key={i} prose>{paragraph}</Text>)}
    </div>
  );
}
