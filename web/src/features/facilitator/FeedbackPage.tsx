import { t } from '../../core/i18n';
import { clock, day } from '../../core/time';
import type { SentAnswer } from '../../core/types';
import { Alert, Button, Card, Heading, Link, Loaded, Page, problemText, Text } from '../../ui';
import './facilitator.css';
import { written, without, type Remarks } from './remarks';
import { StepReview } from './StepReview';
import { useReview, type Outcome } from './useReview';

/** What one participant handed in, with room for a remark at each step. */
export default function FeedbackPage({ answer }: { answer: string }) {
  const { read, remarks, keep, sending, outcome, send } = useReview(answer);
  const sent = read.data;
  return (
    <Page
      title={sent ? t('feedback.of', { title: sent.title, alias: sent.alias }) : t('feedback.title')}
      eyebrow={sent?.groupName}
    >
      <Loaded of={read}>
        {(data) => (
          <>
            <Text>{t('feedback.about', { alias: data.alias, day: day(data.handedInAt), time: clock(data.handedInAt) })}</Text>
            {outcome?.kind === 'newer' && <Alert kind="warning" live title={t('feedback.newer.title')}><Text>{t('feedback.newer.text')}</Text></Alert>}
            <Steps sent={data} remarks={remarks} keep={keep} />
            <Send alias={data.alias} count={written(remarks).length} sending={sending} outcome={outcome} onSend={() => void send()} />
          </>
        )}
      </Loaded>
      <div><Link block href="/feedback">{t('feedback.back')}</Link></div>
    </Page>
  );
}

type StepsProps = { sent: SentAnswer; remarks: Remarks; keep: (next: Remarks) => void };

function Steps({ sent, remarks, keep }: StepsProps) {
  return sent.steps.filter((step) => step.kind !== 'text').map((step) => (
    <StepReview
      key={step.id}
      step={step}
      value={sent.values[step.id]}
      feedback={sent.feedback[step.id]}
      handedInAt={sent.handedInAt}
      remark={remarks[step.id]}
      onChange={(text) => keep(text === undefined ? without(remarks, step.id) : { ...remarks, [step.id]: text })}
    />
  ));
}

type SendProps = { alias: string; count: number; sending: boolean; outcome: Outcome | undefined; onSend: () => void };

function Send({ alias, count, sending, outcome, onSend }: SendProps) {
  if (outcome?.kind === 'sent' && count === 0) {
    return <Alert kind="ok" live title={t('feedback.sent.title')}><Text>{t('feedback.sent.text', { alias })}</Text></Alert>;
  }
  return (
    <Card main>
      <Heading level={2}>{t('feedback.send.title')}</Heading>
      <Text>{t('feedback.send.text', { alias, count })}</Text>
      {outcome?.kind === 'failed' && <Alert kind="error" live><Text>{problemText(outcome.error)} {t('feedback.send.kept')}</Text></Alert>}
      <div><Button kind="primary" busy={sending} disabled={count === 0} onClick={onSend}>{t('feedback.send.button')}</Button></div>
    </Card>
  );
}
