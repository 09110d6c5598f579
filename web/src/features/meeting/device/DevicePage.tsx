import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { t } from '../../../core/meeting-words';
import { sessionQuery } from '../../../core/queries';
import type { Session } from '../../../core/types';
import { Alert, Button, Card, Page, Problem, Text, useSession } from '../../../ui';

/** What a device gets that opens the link of a room: what it will do, and one button. */
export default function DevicePage() {
  const token = location.hash.slice(1);
  const signedIn = useSession()?.person;
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => api.post<Session>('/sign-in/link', { token, room: true }),
    onSuccess: (session) => {
      history.replaceState(null, '', location.pathname); // The link is spent.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'about' && queryKey[0] !== 'session' });
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
  if (token === '') return <Page title={t('device.dead.title')}><Alert kind="warning"><Text>{t('device.dead.text')}</Text></Alert></Page>;
  return (
    <Page title={t('device.title')}>
      <Card main>
        <Text lead>{t('device.intro')}</Text>
        <Text>{t('device.phones')}</Text>
        {signedIn && <Alert kind="warning"><Text>{t('device.signedIn')}</Text></Alert>}
        {begin.error && <Problem error={begin.error} />}
        <Button kind="primary" wide busy={begin.isPending} onClick={() => begin.mutate()}>{t('device.begin')}</Button>
      </Card>
    </Page>
  );
}
