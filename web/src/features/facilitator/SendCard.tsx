import { t } from '../../core/staff-words';
import type { SentAnswer } from '../../core/types';
import { Alert, Button, Card, Heading, problemText, Text } from '../../ui';
import { written } from './remarks';
import type { Review } from './useReview';

/** The end of the page: answer it, or send it back with what was asked. */
export function SendCard({ answer, review }: { answer: SentAnswer; review: Review }) {
  const { remarks, sending, outcome, send } = review;
  const { alias } = answer;
  const count = written(remarks).length;
  const asked = count > 0 || Object.values(answer.feedback).some((one) => one.at >= answer.handedInAt);
  return (
    <>
      {outcome?.kind === 'sent' && count === 0 && (
        <Alert kind="ok" live title={t(outcome.back ? 'feedback.back.done' : 'feedback.sent.title')}>
          <Text>{t(outcome.back ? 'feedback.back.doneText' : 'feedback.sent.text', { alias })}</Text>
        </Alert>
      )}
      {!(outcome?.kind === 'sent' && outcome.back && count === 0) && (
        <Card main>
          <Heading level={2}>{t('feedback.send.title')}</Heading>
          <Text>{t('feedback.send.text', { alias, count })}</Text>
          {outcome?.kind === 'failed' && <Alert kind="error" live><Text>{problemText(outcome.error)} {t('feedback.send.kept')}</Text></Alert>}
          <div className="kring-row">
            <Button kind="primary" busy={sending} disabled={count === 0} onClick={() => void send(false)}>{t('feedback.send.button')}</Button>
            {!answer.sentBack && <Button busy={sending} disabled={!asked} onClick={() => void send(true)}>{t('feedback.back.button')}</Button>}
          </div>
          {!answer.sentBack && <Text small muted>{t('feedback.back.about', { alias })}</Text>}
        </Card>
      )}
    </>
  );
}
