import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useSearch } from 'wouter';
import { api } from '../../core/api';
import { language, t } from '../../core/i18n';
import { Button, Link, Page, problemText, Text, TextBox } from '../../ui';
import { CodePage } from './CodePage';

export default function SignInPage() {
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const to = destination(useSearch());
  const ask = useMutation({
    mutationFn: () => api.post('/sign-in/code', { email: email.trim(), lang: language() }),
    onSuccess: () => setAsked(true),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ask.isPending) ask.mutate();
  }
  if (asked) return <CodePage email={email} sent={t('signIn.code.sent', { email })} again={() => setAsked(false)} to={to} />;
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
      <Text muted>{t('signIn.noAccount')} <Link href="/zelfhulp">{t('signIn.selfhelp')}</Link></Text>
    </Page>
  );
}

/** The page that asked to sign in first; only ever a path of Kring itself. */
function destination(search: string): string | undefined {
  const path = new URLSearchParams(search).get('naar') ?? '';
  return /^\/[a-z]/.test(path) ? path : undefined;
}
