import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { Session } from '../../core/types';
import { Alert, Button, Link, Page, Problem, Text, TextBox, useAbout } from '../../ui';
import { useWelcome } from './welcome';

type Props = {
  email: string;
  /** What was said to be on its way. */
  sent: string;
  again: () => void;
  to: string | undefined;
  /** Before the next page opens. */
  onSignedIn?: ((person: string) => Promise<void>) | undefined;
};

/** The code from the mail, which works in this browser only. */
export function CodePage({ email, sent, again, to, onSignedIn }: Props) {
  const [code, setCode] = useState('');
  const demo = useAbout().data?.demo;
  const welcome = useWelcome(to);
  const verify = useMutation({
    mutationFn: () => api.post<Session>('/sign-in/code/verify', { code: code.replace(/\D/g, ''), email: email.trim() }),
    onSuccess: async (session) => {
      if (session.person) await onSignedIn?.(session.person.id);
      await welcome(session);
    },
  });
  const complete = code.replace(/\D/g, '').length === 6;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (complete && !verify.isPending) verify.mutate();
  }
  return (
    <Page title={t('signIn.code.title')}>
      <Text>{sent}</Text>
      {demo && <Alert><Text>{t('signIn.code.demo')} <Link href="/mail">{t('mail.title')}</Link></Text></Alert>}
      <form className="kring-form" onSubmit={submit}>
        <TextBox
          label={t('signIn.code.label')}
          description={t('signIn.code.about')}
          name="code"
          code
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        {verify.error && <Problem error={verify.error} />}
        <div className="kring-row">
          <Button kind="primary" type="submit" busy={verify.isPending}>{t('signIn.button')}</Button>
          <Button kind="subtle" onClick={again}>{t('signIn.code.again')}</Button>
        </div>
      </form>
    </Page>
  );
}
