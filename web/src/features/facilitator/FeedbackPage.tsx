import type { ReactNode } from 'react';
import { t } from '../../core/staff-words';
import { clock, day, daysBetween } from '../../core/time';
import type { SentAnswer, Step, StepValue } from '../../core/types';
import { Alert, Link, Loaded, Page, Rounds, Text } from '../../ui';
import './facilitator.css';
import { SendCard } from './SendCard';
import { StepReview } from './StepReview';
import { useReview } from './useReview';

/** A step with what was sent, as its owner sees it; the app puts it in. */
export type SentView = (step: Step, value: StepValue | undefined, labelId: string) => ReactNode;

/** Steps that ask nothing. */
const shows: Step['kind'][] = ['text', 'picture', 'video', 'audio'];

/** What one participant handed in as they see it, with room for a remark beside each step and paragraph. */
export default function FeedbackPage({ answer, sent }: { answer: string; sent: SentView }) {
  const review = useReview(answer);
  const { read, remarks, keep, outcome } = review;
  return (
    <Page
      width="wide"
      title={read.data ? t('feedback.of', { title: read.data.title, alias: read.data.alias }) : t('feedback.title')}
      eyebrow={read.data?.groupName}
    >
      <Loaded of={read}>
        {(data) => (
          <>
            <About sent={data} now={read.dataUpdatedAt} />
            {outcome?.kind === 'newer' && <Alert kind="warning" live title={t('feedback.newer.title')}><Text>{t('feedback.newer.text')}</Text></Alert>}
            {data.steps.filter((step) => !shows.includes(step.kind)).map((step) => (
              <StepReview key={step.id} {...{ step, remarks, keep, sent }} answer={data} />
            ))}
            <Rounds rounds={data.rounds} steps={data.steps} />
            <SendCard answer={data} review={review} />
          </>
        )}
      </Loaded>
      <div><Link block href="/feedback">{t('feedback.back')}</Link></div>
    </Page>
  );
}

/** Who sent this and when, what was promised, and how long it waits. */
function About({ sent, now }: { sent: SentAnswer; now: number }) {
  const { alias, handedInAt, waitingSince, answerTime } = sent;
  return (
    <div className="kring-stack kring-stack--tight">
      <Text>{t('feedback.about', { alias, day: day(handedInAt), time: clock(handedInAt) })}</Text>
      {waitingSince > 0 && (
        <Text muted>
          {t('feedback.days', { days: daysBetween(waitingSince, now) })}
          {answerTime && ` · ${t('feedback.promise', { when: answerTime })}`}
        </Text>
      )}
      {sent.sentBack && <Alert title={t('feedback.back.done')}><Text>{t('feedback.back.doneText', { alias })}</Text></Alert>}
    </div>
  );
}
