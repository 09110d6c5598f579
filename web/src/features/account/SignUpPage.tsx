import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { language, t } from '../../core/i18n';
import { Button, Card, Choice, Link, Page, Problem, Text, TextBox } from '../../ui';
import { CodePage } from './CodePage';

/** An account of one's own, from an e-mail address alone. It says the same whether the address has one already. */
export default function SignUpPage({ to, onSignedIn }: { to: string; onSignedIn: (person: string) => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [oldEnough, setOldEnough] = useState(false);
  const [asked, setAsked] = useState(false);
  const ask = useMutation({
    mutationFn: () => api.post('/sign-up', { email: email.trim(), lang: language(), ageOk: oldEnough }),
    onSuccess: () => setAsked(true),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!ask.isPending) ask.mutate();
  }
  if (asked) return <CodePage email={email} sent={t('signUp.sent', { email })} again={() => setAsked(false)} to={to} onSignedIn={onSignedIn} />;
  return (
    <Page title={t('selfhelp.keep')}>
      <Text lead>{t('signUp.intro')}</Text>
      <Card>
        <Text>{t('signUp.kept')}</Text>
        <Text>{t('signUp.unread')}</Text>
        <Text>{t('signUp.away')} <Link href="/wie#contact">{t('footer.contact')}</Link></Text>
      </Card>
      <form className="kring-form" onSubmit={submit}>
        <TextBox label={t('signIn.email')} type="email" name="email" autoComplete="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
        <Choice type="checkbox" label={t('signUp.age')} required checked={oldEnough} onChange={(event) => setOldEnough(event.target.checked)} />
        {ask.error && <Problem error={ask.error} />}
        <div><Button kind="primary" type="submit" busy={ask.isPending}>{t('signIn.send')}</Button></div>
      </form>
    </Page>
  );
}
