import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSearch } from 'wouter';
import { api } from '../../core/api';
import { language, t } from '../../core/i18n';
import type { Session } from '../../core/types';
import { Alert, Button, Link, Page, Problem, problemText, Text, TextBox, useAbout } from '../../ui';
import { useWelcome } from './welcome';

export default function SignInPage() {
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const ask = useMutation({
    mutationFn: () => api.post('/sign-in/code', { email: email.trim(), lang: language() }),
    onSuccess: () => setAsked(true),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ask.isPending) ask.mutate();
  }
  if (asked) return <CodePage email={email} again={() => setAsked(false)} />;
  return (
    <Page title={t('signIn.title')}>
      <Text>{t('signIn.intro')}</Text>
      <form className="kring-form" onSubmit={submit}>
        <TextBox
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={ask.error ? problemText(ask.error) : undefined}
        />
        <div><Button kind="primary" type="submit" busy={ask.isPending}>{t('signIn.send')}</Button></div>
      </form>
      <Text muted>{t('signIn.noAccount')}</Text>
    </Page>
  );
}

/** The page that asked to sign in first; only ever a path of Kring itself. */
function destination(search: string): string | undefined {
  const path = new URLSearchParams(search).get('naar') ?? '';
  return /^\/[a-z]/.test(path) ? path : undefined;
}

function CodePage({ email, again }: { email: string; again: () => void }) {
  const [code, setCode] = useState('');
  const demo = useAbout().data?.demo;
  const welcome = useWelcome(destination(useSearch()));
  const verify = useMutation({
    mutationFn: () => api.post<Session>('/sign-in/code/verify', { code: code.replace(/\D/g, '') }),
    onSuccess: welcome,
  });
  const complete = code.replace(/\D/g, '').length === 6;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (complete && !verify.isPending) verify.mutate();
  }
  return (
    <Page title={t('signIn.code.title')}>
      <Text>{t('signIn.code.sent', { email })}</Text>
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
