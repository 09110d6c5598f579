import { useId, type ReactNode } from 'react';
import { t } from '../../core/staff-words';
import { paragraphs, remarksAt, type Placed } from '../../core/remarks';
import type { SentAnswer, Step } from '../../core/types';
import { Attachments, Badge, Card, Heading, Text } from '../../ui';
import type { SentView } from './FeedbackPage';
import { RemarkPlace, Said } from './RemarkPlace';
import { without, type Remarks } from './remarks';

type Props = { step: Step; answer: SentAnswer; remarks: Remarks; keep: (next: Remarks) => void; sent: SentView };

/** One step: the question, what was answered, and beside it what was said and what can be said. */
export function StepReview({ step, answer, remarks, keep, sent }: Props) {
  const id = useId();
  const value = answer.values[step.id];
  const said = remarksAt(answer.feedback, step.id);
  const parts = step.kind === 'long-text' ? paragraphs(value?.text) : [];
  const place = (at: string, name: string) => (
    <RemarkPlace
      group={answer.groupId} name={name} handedInAt={answer.handedInAt}
      said={said.find((one) => one.place === at && (one.paragraph === 0 || one.at >= answer.handedInAt))}
      remark={remarks[at]} onChange={(text) => keep(text === undefined ? without(remarks, at) : { ...remarks, [at]: text })}
    />
  );
  return (
    <Card labelledBy={id}>
      <Heading level={2} look={3} id={id}>{step.title}</Heading>
      {step.waits && <div><Badge tone="accent">{t(said.length > 0 ? 'feedback.gate.open' : 'feedback.gate', { alias: answer.alias })}</Badge></div>}
      {step.body && (
        <details className="kring-details">
          <summary>{t('feedback.task')}</summary>
          <Text prose muted>{step.body}</Text>
        </details>
      )}
      {parts.length > 1 && parts.map((text, i) => (
        <Beside key={`${i} ${text}`} left={<div className="kring-given"><Text prose>{text}</Text></div>}>
          {place(`${step.id}:${i + 1}`, t('feedback.paragraph', { number: i + 1, title: step.title }))}
        </Beside>
      ))}
      <Beside left={<>{parts.length > 1 ? <Text small muted>{t('feedback.whole')}</Text> : <Given {...{ step, answer, sent }} id={id} />}<Attachments ids={value?.files} /></>}>
        {!step.closed && place(step.id, step.title)}
        <Before said={said} handedInAt={answer.handedInAt} />
      </Beside>
    </Card>
  );
}

/** On a wide screen the answer and what is said about it stand side by side. */
function Beside({ left, children }: { left: ReactNode; children: ReactNode }) {
  return (
    <div className="kring-beside">
      <div className="kring-stack kring-stack--tight">{left}</div>
      <div className="kring-stack kring-stack--tight">{children}</div>
    </div>
  );
}

function Given({ step, answer, sent, id }: { step: Step; answer: SentAnswer; sent: SentView; id: string }) {
  const value = answer.values[step.id];
  if (step.closed) return <Text muted>{t('feedback.closed')}</Text>;
  if (!value) return <Text muted>{t('feedback.empty')}</Text>;
  if (value.text && !value.choice) return <div className="kring-given"><Text prose>{value.text}</Text></div>;
  return sent(step, value, id);
}

/** Remarks on paragraphs of an earlier text: they stand with what they were about, not beside a paragraph of now. */
function Before({ said, handedInAt }: { said: Placed[]; handedInAt: number }) {
  return said.filter((one) => one.paragraph > 0 && one.at < handedInAt).map((one) => <Said key={one.place} feedback={one} handedInAt={handedInAt} />);
}
