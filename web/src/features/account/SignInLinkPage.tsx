import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { Session } from '../../core/types';
import { Alert, Button, ButtonLink, Card, Loading, Page, Problem, Text } from '../../ui';
import { useFragment } from './fragment';
import { useWelcome } from './welcome';

/** Says who you will be before anything happens: a link from someone else must not make you another person unseen. */
export default function SignInLinkPage() {
  const token = useFragment();
  const welcome = useWelcome();
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => api.post<{ name: string }>('/sign-in/link/preview', { token }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  const signIn = useMutation({
    mutationFn: () => api.post<Session>('/sign-in/link', { token }),
    onSuccess: welcome,
  });
  if (token === '' || link.error) return <DeadLink />;
  return (
    <Page title={t('signIn.title')}>
      {!link.data ? <Loading /> : (
        <Card main>
          <Text lead>{t('signIn.link.who', { name: link.data.name })}</Text>
          <Text muted>{t('signIn.link.notYou')}</Text>
          {signIn.error && <Problem error={signIn.error} />}
          <div><Button kind="primary" busy={signIn.isPending} onClick={() => signIn.mutate()}>{t('signIn.button')}</Button></div>
        </Card>
      )}
    </Page>
  );
}

function DeadLink() {
  return (
    <Page title={t('signIn.dead.title')}>
      <Alert kind="warning"><Text>{t('signIn.dead.text')}</Text></Alert>
      <div><ButtonLink kind="primary" href="/inloggen">{t('signIn.dead.code')}</ButtonLink></div>
    </Page>
  );
}
