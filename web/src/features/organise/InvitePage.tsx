import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { groupQuery, invitationsQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { Invited, InvitationView } from '../../core/types';
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
            <GroupLink group={group} name={data.name} />
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

function ByMail({ group }: { group: string }) {
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: () => api.post<Invited[]>(`/groups/${group}/invitations`, { kind: 'personal', emails: addresses(text) }),
    onSuccess: async (results) => {
      setText(results.filter(({ sent }) => !sent).map(({ email }) => email).join('\n'));
      await queries.invalidateQueries({ queryKey: invitationsQuery(group).queryKey });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!invite.isPending && addresses(text).length > 0) invite.mutate();
  }
  return (
    <Card labelledBy="mail">
      <Heading level={2} look={3} id="mail">{t('invite.mail.title')}</Heading>
      <form className="kring-stack" onSubmit={submit}>
        <TextArea label={t('invite.mail.label')} description={t('invite.mail.about')} rows={4} required value={text} onChange={(event) => setText(event.target.value)} />
        {invite.error && <Problem error={invite.error} />}
        {invite.data && <Results results={invite.data} />}
        <div><Button kind="primary" type="submit" busy={invite.isPending}>{t('invite.mail.send')}</Button></div>
      </form>
    </Card>
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
