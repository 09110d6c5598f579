import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, ApiError } from '../../core/api';
import { language, t } from '../../core/i18n';
import type { ConsentKind, ConsentText, InvitationAccept, InvitationPreview, Session } from '../../core/types';
import { Button, Card, Choice, FieldError, Heading, Problem, problemText, Text, TextBox } from '../../ui';
import { useWelcome } from './welcome';

type Yes = Partial<Record<ConsentKind | 'age', boolean>>;
type Filled = { alias: string; email: string; yes: Yes };

const fields = ['alias', 'email', 'ageOk', 'agreed'];

/** What the server asks for, from what was filled in. */
function acceptance(token: string, invitation: InvitationPreview, { alias, email, yes }: Filled): InvitationAccept {
  const answer = ({ kind, version }: ConsentText) => ({ kind, version, given: yes[kind] === true });
  return {
    token,
    alias: alias.trim(),
    ...(invitation.kind === 'group' && { email: email.trim() }),
    lang: language(),
    ageOk: yes.age === true,
    agreed: invitation.texts.filter((text) => text.required && yes[text.kind]).map(answer),
    consents: invitation.texts.filter((text) => !text.required).map(answer),
  };
}

export function JoinForm({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const [filled, setFilled] = useState<Filled>({ alias: '', email: '', yes: {} });
  const welcome = useWelcome();
  const join = useMutation({
    mutationFn: () => api.post<Session>('/invitations/accept', acceptance(token, invitation, filled)),
    onSuccess: welcome,
  });
  const field = join.error instanceof ApiError ? join.error.problem.field : undefined;
  const errorOf = (name: string) => (field === name ? problemText(join.error) : undefined);
  const tick = (name: keyof Yes) => (on: boolean) => setFilled({ ...filled, yes: { ...filled.yes, [name]: on } });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!join.isPending) join.mutate();
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Card>
        <Heading level={2}>{t('invitation.you')}</Heading>
        <Names invitation={invitation} filled={filled} change={setFilled} errorOf={errorOf} />
        <Choice type="checkbox" label={t('invitation.age', { age: invitation.group.minAge })} checked={filled.yes.age ?? false} required onChange={(event) => tick('age')(event.target.checked)} />
        <FieldError text={errorOf('ageOk')} />
      </Card>
      <Agreements texts={invitation.texts} yes={filled.yes} tick={tick} />
      <FieldError text={errorOf('agreed')} />
      <Extras texts={invitation.texts} yes={filled.yes} tick={tick} />
      {join.error && !fields.includes(field ?? '') && <Problem error={join.error} />}
      <div><Button kind="primary" type="submit" busy={join.isPending}>{t('invitation.join')}</Button></div>
    </form>
  );
}

type NamesProps = {
  invitation: InvitationPreview;
  filled: Filled;
  change: (filled: Filled) => void;
  errorOf: (field: string) => string | undefined;
};

function Names({ invitation, filled, change, errorOf }: NamesProps) {
  return (
    <>
      <TextBox
        label={t('invitation.alias')}
        description={t('invitation.aliasAbout')}
        name="alias"
        autoComplete="off"
        maxLength={40}
        required
        value={filled.alias}
        onChange={(event) => change({ ...filled, alias: event.target.value })}
        error={errorOf('alias')}
      />
      {invitation.kind === 'group' ? (
        <TextBox
          label={t('signIn.email')}
          description={t('invitation.emailAbout')}
          name="email"
          type="email"
          autoComplete="email"
          required
          value={filled.email}
          onChange={(event) => change({ ...filled, email: event.target.value })}
          error={errorOf('email')}
        />
      ) : <Text>{t('invitation.emailKnown', { email: invitation.email ?? '' })}</Text>}
    </>
  );
}

type TextsProps = { texts: ConsentText[]; yes: Yes; tick: (name: keyof Yes) => (on: boolean) => void };

/** What everybody in the group promises each other. The text stands open: it is meant to be read. */
function Agreements({ texts, yes, tick }: TextsProps) {
  return texts.filter((text) => text.required).map((text) => (
    <Card key={text.kind}>
      <Heading level={2}>{text.title}</Heading>
      <Text prose>{text.body}</Text>
      <Choice type="checkbox" label={t('invitation.agree', { title: text.title })} required checked={yes[text.kind] ?? false} onChange={(event) => tick(text.kind)(event.target.checked)} />
    </Card>
  ));
}

/** Extras: off until chosen; no answer never blocks joining. */
function Extras({ texts, yes, tick }: TextsProps) {
  const extras = texts.filter((text) => !text.required);
  if (extras.length === 0) return null;
  return (
    <Card>
      <Heading level={2}>{t('invitation.extras')}</Heading>
      <Text muted>{t('invitation.extrasAbout')}</Text>
      {extras.map((text) => (
        <Choice key={text.kind} type="checkbox" label={text.title} description={text.body} checked={yes[text.kind] ?? false} onChange={(event) => tick(text.kind)(event.target.checked)} />
      ))}
    </Card>
  );
}
