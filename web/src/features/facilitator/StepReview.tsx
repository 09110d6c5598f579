import { MessageCircle } from 'lucide-react';
import { useId } from 'react';
import { answerWords } from '../../core/answer';
import { t } from '../../core/i18n';
import { day } from '../../core/time';
import type { Step, StepFeedback, StepValue } from '../../core/types';
import { Attachments, Button, Card, Heading, Text, TextArea } from '../../ui';

const maxLength = 4000;

type Props = {
  step: Step;
  value: StepValue | undefined;
  feedback: StepFeedback | undefined;
  handedInAt: number;
  /** What is being written; undefined: nothing yet, the box is closed. */
  remark: string | undefined;
  onChange: (remark: string | undefined) => void;
};

/** One step: the question, what was answered, what was said about it, and a box to write in. */
export function StepReview({ step, value, feedback, handedInAt, remark, onChange }: Props) {
  const id = useId();
  return (
    <Card labelledBy={id}>
      <Heading level={2} look={3} id={id}>{step.title}</Heading>
      {step.body && (
        <details className="kring-details">
          <summary>{t('feedback.task')}</summary>
          <Text prose muted>{step.body}</Text>
        </details>
      )}
      {value ? <div className="kring-given"><Text prose>{given(step, value)}</Text></div> : <Text muted>{t('feedback.empty')}</Text>}
      <Attachments ids={value?.files} />
      {feedback && <Said feedback={feedback} handedInAt={handedInAt} />}
      {remark === undefined ? (
        <div>
          <Button small icon={MessageCircle} aria-describedby={id} onClick={() => onChange(feedback?.text ?? '')}>
            {t(feedback ? 'feedback.change' : 'feedback.write')}
          </Button>
        </div>
      ) : (
        <Box step={step} remark={remark} onChange={onChange} />
      )}
    </Card>
  );
}

function Box({ step, remark, onChange }: { step: Step; remark: string; onChange: Props['onChange'] }) {
  return (
    <>
      <TextArea
        label={t('feedback.yours')}
        aria-label={t('feedback.on', { title: step.title })}
        rows={4}
        maxLength={maxLength}
        value={remark}
        // The box opened because the person asked for it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={remark === ''}
        onChange={(event) => onChange(event.target.value)}
      />
      <div><Button kind="subtle" small onClick={() => onChange(undefined)}>{t('feedback.discard')}</Button></div>
    </>
  );
}

function Said({ feedback, handedInAt }: { feedback: StepFeedback; handedInAt: number }) {
  const seen = feedback.readAt > 0 ? t('feedback.seen', { day: day(feedback.readAt) }) : t('feedback.unseen');
  return (
    <figure className="kring-said">
      <figcaption>{t('feedback.said', { name: feedback.byName, day: day(feedback.at) })}</figcaption>
      <blockquote><Text prose>{feedback.text}</Text></blockquote>
      <Text small muted>{feedback.at < handedInAt ? t('feedback.older') : seen}</Text>
    </figure>
  );
}

/** A value in words. */
function given(step: Step, value: StepValue): string {
  const words = answerWords(step, value);
  if (words !== undefined) return words;
  if (value.number !== undefined) return scale(step, value.number);
  return value.done ? t('feedback.tried') : value.text ?? '';
}

function scale({ min = 0, max = 10, minLabel = '', maxLabel = '' }: Step, number: number): string {
  return t('feedback.scale', { number, min, minLabel, max, maxLabel });
}
