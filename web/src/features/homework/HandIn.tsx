import { t } from '../../core/i18n';
import { clock, day } from '../../core/time';
import type { AnswerView } from '../../core/types';
import { Alert, Button, Card, Heading, Text } from '../../ui';

/** `waits`: steps are still closed until the facilitator has answered. */
type Props = { answer: Pick<AnswerView, 'status' | 'handedInAt' | 'sentBack'>; waits: boolean; changed: boolean; busy: boolean; problem: string | undefined; onHandIn: () => void };

/** Where the focus goes when the button is gone. */
export const handInId = 'ingeleverd';

/** The end of the page: send it, or see that it was sent. */
export function HandIn({ answer, waits, changed, busy, problem, onHandIn }: Props) {
  const at = answer.handedInAt;
  const when = at > 0 ? { day: day(at), time: clock(at) } : undefined;
  if (when && !changed && answer.sentBack) {
    return <div id={handInId} tabIndex={-1}><Alert title={t('homework.back.title')}><Text>{t('homework.back.text')}</Text></Alert></div>;
  }
  if (when && !changed) {
    return (
      <div id={handInId} tabIndex={-1}>
        <Alert kind="ok" title={t('homework.handIn.done')} live><Text>{t('homework.handIn.doneText', when)}</Text>{waits && <Text>{t('homework.handIn.waits')}</Text>}</Alert>
      </div>
    );
  }
  return (
    <Card main>
      <Heading level={2}>{t(when ? 'homework.handIn.again' : 'homework.handIn.title')}</Heading>
      <Text>{when ? t('homework.handIn.changed', when) : t('homework.handIn.text')}</Text>
      {problem && <Alert kind="error" live><Text>{problem}</Text></Alert>}
      <div><Button kind="primary" busy={busy} onClick={onHandIn}>{t('homework.handIn.button')}</Button></div>
    </Card>
  );
}
