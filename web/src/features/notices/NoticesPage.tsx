import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { noticesQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { Notifications } from '../../core/types';
import { Alert, Button, Loaded, Page, Problem, Text } from '../../ui';
import { Calendar } from './Calendar';
import { Devices } from './Devices';
import { Kinds } from './Kinds';
import { Log } from './Log';
import { Quiet } from './Quiet';
import { t } from '../../core/notice-words';

/** "Meldingen": what a person is told, how and when, and what they were told. */
export default function NoticesPage() {
  const notices = useQuery(noticesQuery);
  return (
    <Page title={t('notices.title')}>
      <Text>{t('notices.intro')}</Text>
      <Loaded of={notices}>{(all) => <All of={all} />}</Loaded>
    </Page>
  );
}

function All({ of }: { of: Notifications }) {
  return (
    <>
      {of.choices.markedAt > 0 && <Marked at={of.choices.markedAt} />}
      <Kinds choices={of.choices} devices={of.devices.length > 0} />
      <Quiet choices={of.choices} />
      {of.pushKey && <Devices devices={of.devices} pushKey={of.pushKey} />}
      <Calendar at={of.calendarAt} />
      <Log of={of.log} />
    </>
  );
}

/** The mail server refused the person's address three times. */
function Marked({ at }: { at: number }) {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.post('/notices/retry'),
    onSuccess: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  return (
    <Alert kind="warning" title={t('notices.marked.title')}>
      <Text>{t('notices.marked.text', { date: date(at) })}</Text>
      {retry.error && <Problem error={retry.error} />}
      <div><Button busy={retry.isPending} onClick={() => retry.mutate()}>{t('notices.marked.retry')}</Button></div>
    </Alert>
  );
}
