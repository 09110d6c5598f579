import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { groupQuery, invitationsQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { Batch, Invited, InvitationView } from '../../core/types';
import { Alert, Badge, Button, Card, Heading, Link, List, ListItem, Loaded, Page, Problem, Text, TextArea, useAbout } from '../../ui';
import { GroupLink } from './GroupLink';

export default function InvitePage({ group }: { group: string }) {
  const found = useQuery(groupQuery(group));
  return (
    <Loaded of={found}>
      {(data) => (
        <Page title={t('invite.title')} eyebrow={<Link href={`/groep/${group}`}>{data.name}</Link>} width="wide">
          <Text>{t('invite.intro')}</Text>
          <div className="kring-columns kring-columns--large">
            <ByMail group={group} />
            <GroupLink group={data} />
          </div>
          <Sent group={group} />
        </Page>
      )}
    </Loaded>
  );
}

/** Addresses as people paste them: by line, comma, semicolon or space. */
function addresses(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** First what would go to whom, then the sending: a letter cannot be taken back. */
function ByMail({ group }: { group: string }) {
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const check = useMutation({ mutationFn: () => api.post<Batch>(`/groups/${group}/invitations/check`, { emails: addresses(text) }) });
  const invite = useMutation({
    mutationFn: (emails: string[]) => api.post<Invited[]>(`/groups/${group}/invitations`, { kind: 'personal', emails }),
    onSuccess: async (results) => {
      check.reset();
      setText(results.filter(({ sent }) => !sent).map(({ email }) => email).join('\n'));
      await queries.invalidateQueries({ queryKey: invitationsQuery(group).queryKey });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!check.isPending && addresses(text).length > 0) check.mutate();
  }
  return (
    <Card labelledBy="mail">
      <Heading level={2} look={3} id="mail">{t('invite.mail.title')}</Heading>
      {check.data ? <Checked batch={check.data} busy={invite.isPending} send={invite.mutate} back={check.reset} /> : (
        <form className="kring-stack" onSubmit={submit}>
          <TextArea label={t('invite.mail.label')} description={t('invite.mail.about')} rows={4} required value={text} onChange={(event) => setText(event.target.value)} />
          {check.error && <Problem error={check.error} />}
          {invite.data && <Results results={invite.data} />}
          <div><Button kind="primary" type="submit" busy={check.isPending}>{t('invite.mail.check')}</Button></div>
        </form>
      )}
      {invite.error && <Problem error={invite.error} />}
    </Card>
  );
}

type CheckedProps = { batch: Batch; busy: boolean; send: (emails: string[]) => void; back: () => void };

function Checked({ batch, busy, send, back }: CheckedProps) {
  const able = batch.addresses.filter(({ state }) => state !== 'invalid' && state !== 'twice').map(({ email }) => email);
  return (
    <div className="kring-stack">
      <List label={t('invite.check.who')}>
        {batch.addresses.map(({ email, state }, i) => (
          <ListItem key={`${email} ${i}`}>
            <span className="kring-list__title">{email}</span> {state !== 'new' && <Badge tone={state === 'invalid' ? 'accent' : 'neutral'}>{t(`invite.check.${state}`)}</Badge>}
          </ListItem>
        ))}
      </List>
      <details className="kring-details">
        <summary>{t('invite.check.letter')}</summary>
        <div className="kring-stack kring-letter">
          <Text><strong>{batch.subject}</strong></Text>
          <Text prose>{batch.text}</Text>
        </div>
      </details>
      <div className="kring-row">
        {able.length > 0 && <Button kind="primary" busy={busy} onClick={() => send(able)}>{t('invite.check.send', { count: able.length })}</Button>}
        <Button kind="subtle" onClick={back}>{t('invite.check.back')}</Button>
      </div>
    </div>
  );
}

function Results({ results }: { results: Invited[] }) {
  const demo = useAbout().data?.demo;
  const sent = results.filter((result) => result.sent).length;
  const failed = results.filter((result) => !result.sent);
  return (
    <>
      {sent > 0 && <Alert kind="ok" live><Text>{t('invite.mail.sent', { count: sent })} {demo && <Link href="/mail">{t('mail.title')}</Link>}</Text></Alert>}
      {failed.length > 0 && <Alert kind="error" live><Text>{t('invite.mail.failed', { addresses: failed.map(({ email }) => email).join(', ') })}</Text></Alert>}
    </>
  );
}

function Sent({ group }: { group: string }) {
  const invitations = useQuery(invitationsQuery(group));
  return (
    <Card labelledBy="sent">
      <Heading level={2} look={3} id="sent">{t('invite.list.title')}</Heading>
      <Loaded of={invitations}>
        {(all) => all.length === 0
          ? <Text muted>{t('invite.list.none')}</Text>
          : <List>{[...all].sort((a, b) => b.createdAt - a.createdAt).map((one) => <Invitation key={one.id} invitation={one} group={group} />)}</List>}
      </Loaded>
    </Card>
  );
}

type State = 'revoked' | 'used' | 'expired' | 'open';

function stateOf({ revokedAt, used, kind, expiresAt }: InvitationView, now: number): State {
  if (revokedAt) return 'revoked';
  if (used > 0 && kind === 'personal') return 'used';
  return expiresAt < now ? 'expired' : 'open';
}

function Invitation({ invitation, group }: { invitation: InvitationView; group: string }) {
  const queries = useQueryClient();
  const [now] = useState(Date.now);
  const revoke = useMutation({
    mutationFn: () => api.remove(`/invitations/${invitation.id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery(group).queryKey }),
  });
  const state = stateOf(invitation, now);
  const name = invitation.kind === 'group' ? t('invite.link.title') : invitation.email ?? '';
  return (
    <ListItem
      action={state === 'open' && <Button small kind="subtle" aria-label={t('invite.list.revoke', { name })} busy={revoke.isPending} onClick={() => revoke.mutate()}>{t('invite.list.revokeShort')}</Button>}
    >
      <span className="kring-list__title">{name}</span> <Badge tone={state === 'used' ? 'positive' : 'neutral'}>{t(`invite.state.${state}`)}</Badge>
      <br />
      <span className="kring-small kring-muted">
        {t('invite.list.until', { date: date(invitation.expiresAt) })}
        {invitation.kind === 'group' && ` · ${t('invite.list.used', { count: invitation.used })}`}
      </span>
      {revoke.error && <Problem error={revoke.error} />}
    </ListItem>
  );
}
