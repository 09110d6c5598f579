import { sentWords } from '../core/answer';
import { t } from '../core/i18n';
import { remarksAt } from '../core/remarks';
import { day } from '../core/time';
import type { Round, Step } from '../core/types';
import { Attachments } from './Attachments';
import { Card } from './Card';
import { Heading, Text } from './Text';

/** What was handed in before and what was said about it, the newest first; the same for who wrote it and who read it. */
export function Rounds({ rounds, steps }: { rounds: Round[]; steps: Step[] }) {
  if (rounds.length === 0) return null;
  return (
    <Card>
      <details className="kring-details">
        <summary>{t('rounds.title', { count: rounds.length })}</summary>
        <div className="kring-stack">
          {rounds.toReversed().map((round) => (
            <section key={round.number} className="kring-stack" aria-label={t('rounds.one', { number: round.number, day: day(round.handedInAt) })}>
              <Heading level={2} look={3}>{t('rounds.one', { number: round.number, day: day(round.handedInAt) })}</Heading>
              {steps.map((step) => <Given key={step.id} round={round} step={step} />)}
            </section>
          ))}
        </div>
      </details>
    </Card>
  );
}

function Given({ round, step }: { round: Round; step: Step }) {
  const value = round.values[step.id];
  const said = remarksAt(round.feedback, step.id);
  if (!value && said.length === 0) return null;
  const words = value && sentWords(step, value);
  return (
    <div className="kring-stack kring-stack--tight">
      <Heading level={3}>{step.title}</Heading>
      {words && <Text prose>{words}</Text>}
      <Attachments ids={value?.files} />
      {said.map(({ place, byName, at, quote, text }) => (
        <figure key={place} className="kring-round__said">
          <figcaption className="kring-small kring-muted">{t('rounds.said', { name: byName, day: day(at) })}</figcaption>
          {quote && <Text small muted prose>{t('homework.feedback.quote', { text: quote })}</Text>}
          <blockquote><Text prose>{text}</Text></blockquote>
        </figure>
      ))}
    </div>
  );
}
