import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { hasText, language } from '../../core/i18n';
import { t } from '../../core/staff-words';
import type { JobOffer, Session } from '../../core/types';
import { Button, Card, Loading, Page, problemText, Text, TextBox } from '../../ui';
import { DeadInvitation } from './DeadInvitation';
import { useFragment } from './fragment';
import { useWelcome } from './welcome';

/** Somebody comes to work at an organisation. Looking at the page spends nothing. */
export default function JobPage() {
  const token = useFragment();
  const offer = useQuery({
    queryKey: ['job', token],
    queryFn: () => api.post<JobOffer>('/staff-invitations/preview', { token }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  if (token === '' || offer.error) return <DeadInvitation />;
  if (!offer.data) return <Page title={t('invitation.title')}><Loading /></Page>;
  return <Begin token={token} offer={offer.data} />;
}

function roleName(role: string): string {
  const key = `org.staff.role.${role}`;
  return hasText(key) ? t(key) : role;
}

function Begin({ token, offer }: { token: string; offer: JobOffer }) {
  const [name, setName] = useState('');
  const welcome = useWelcome();
  const begin = useMutation({
    mutationFn: () => api.post<Session>('/staff-invitations/accept', { token, name, lang: language() }),
    onSuccess: welcome,
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!begin.isPending) begin.mutate();
  }
  return (
    <Page title={t('job.title', { organisation: offer.organisation })}>
      <Text>{t('job.about')}</Text>
      <Card>
        <dl className="kring-facts"><div><dt>{t('job.roles')}</dt><dd>{offer.roles.map(roleName).join(', ')}</dd></div></dl>
        <form className="kring-stack" onSubmit={submit}>
          <TextBox label={t('job.name')} description={t('job.nameAbout')} autoComplete="name" required minLength={2} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} error={begin.error ? problemText(begin.error) : undefined} />
          <Text muted>{t('job.email', { email: offer.email })}</Text>
          <div><Button kind="primary" type="submit" busy={begin.isPending}>{t('job.begin')}</Button></div>
        </form>
      </Card>
    </Page>
  );
}
