import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { language, t } from '../../core/i18n';
import { clock, day } from '../../core/time';
import type { IntakeView, Session } from '../../core/types';
import { Alert, Button, Card, Heading, Loading, Page, Problem, Text, TextBox } from '../../ui';
import { useFragment } from './fragment';
import { useWelcome } from './welcome';

/** Where the link of a first conversation leads: when, with whom, and the choice to come. Looking does nothing. */
export default function IntakePage() {
  const token = useFragment();
  const intake = useQuery({
    queryKey: ['intake', token],
    queryFn: () => api.post<IntakeView>('/intakes/preview', { token }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  if (token === '' || intake.error) {
    return (
      <Page title={t('intake.dead.title')}>
        <Alert kind="warning"><Text>{t('intake.dead.text')}</Text></Alert>
      </Page>
    );
  }
  return <Page title={t('intake.title')} eyebrow={intake.data && t('invitation.from', { organisation: intake.data.organisation })}>{intake.data ? <Come token={token} intake={intake.data} /> : <Loading />}</Page>;
}

function Come({ token, intake }: { token: string; intake: IntakeView }) {
  const [alias, setAlias] = useState('');
  const welcome = useWelcome();
  const come = useMutation({ mutationFn: () => api.post<Session>('/intakes/accept', { token, alias: alias.trim(), lang: language() }), onSuccess: welcome });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!come.isPending) come.mutate();
  }
  return (
    <Card main labelledBy="when">
      <Heading level={2} id="when">{t('talk.when', { day: day(intake.startAt), time: clock(intake.startAt), minutes: intake.durationMin })}</Heading>
      <Text lead>{t('talk.with', { name: intake.guide })}</Text>
      <Text>{t('intake.about')}</Text>
      <form className="kring-form" onSubmit={submit}>
        <TextBox label={t('intake.name')} description={t('intake.nameAbout', { name: intake.guide })} autoComplete="off" maxLength={40} required value={alias} onChange={(event) => setAlias(event.target.value)} />
        {come.error && <Problem error={come.error} />}
        <div><Button kind="primary" type="submit" busy={come.isPending}>{t('intake.come')}</Button></div>
      </form>
    </Card>
  );
}
