import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../../core/api';
import { t } from '../../../core/staff-words';
import { sessionQuery, staffInvitationsQuery, workersQuery } from '../../../core/queries';
import { date } from '../../../core/time';
import type { StaffInvitation, Worker } from '../../../core/types';
import { Alert, Badge, Button, Card, Choice, Choices, Dialog, Heading, Link, List, ListItem, Loaded, Page, Problem, problemText, Text, TextBox, useAbout, useSession } from '../../../ui';

const roles = ['coordinator', 'facilitator', 'policy-officer', 'administrator'] as const;
type Role = (typeof roles)[number];

function roleName(role: string): string {
  return roles.includes(role as Role) ? t(`org.staff.role.${role as Role}`) : role;
}

/** Who works here with which roles, and who is invited to. */
export default function StaffPage({ org }: { org: string }) {
  const workers = useQuery(workersQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('org.staff.title')} eyebrow={name}>
      <Text>{t('org.staff.about')}</Text>
      <Loaded of={workers}>
        {(all) => <Card><List label={t('org.staff.title')}>{all.map((worker) => <Line key={worker.personId} org={org} worker={worker} />)}</List></Card>}
      </Loaded>
      <Invite org={org} />
      <Open org={org} />
    </Page>
  );
}

function RoleChoices({ legend, chosen, change, error }: { legend: string; chosen: string[]; change: (roles: string[]) => void; error?: string | undefined }) {
  return (
    <Choices legend={legend} error={error}>
      {roles.map((role) => (
        <Choice
          key={role} type="checkbox" label={t(`org.staff.role.${role}`)} description={t(`org.staff.can.${role}`)} checked={chosen.includes(role)}
          onChange={(event) => change(event.target.checked ? [...chosen, role] : chosen.filter((one) => one !== role))}
        />
      ))}
    </Choices>
  );
}

function Line({ org, worker }: { org: string; worker: Worker }) {
  const [changing, setChanging] = useState(false);
  return (
    <ListItem action={<Button small kind="subtle" aria-label={t('org.staff.changeName', { name: worker.name })} onClick={() => setChanging(true)}>{t('org.staff.change')}</Button>}>
      {worker.name}{' '}
      {worker.roles.map((role) => <span key={role}><Badge tone="neutral">{roleName(role)}</Badge>{' '}</span>)}
      {changing && <ChangeRoles org={org} worker={worker} close={() => setChanging(false)} />}
    </ListItem>
  );
}

function ChangeRoles({ org, worker, close }: { org: string; worker: Worker; close: () => void }) {
  const [chosen, setChosen] = useState(worker.roles);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put(`/organisations/${org}/staff/${worker.personId}`, { roles: chosen }),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      await queries.invalidateQueries({ queryKey: workersQuery(org).queryKey });
      close();
    },
  });
  return (
    <Dialog open title={t('org.staff.roles', { name: worker.name })} onClose={close}>
      <RoleChoices legend={t('org.staff.inviteRoles')} chosen={chosen} change={setChosen} />
      {chosen.length === 0 && <Alert kind="warning" live><Text>{t('org.staff.none')}</Text></Alert>}
      {save.error && <Problem error={save.error} />}
      <div className="kring-row">
        <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>{t('org.settings.save')}</Button>
        <Button onClick={close}>{t('action.cancel')}</Button>
      </div>
    </Dialog>
  );
}

function Invite({ org }: { org: string }) {
  const [email, setEmail] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const demo = useAbout().data?.demo;
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: () => api.post(`/organisations/${org}/staff-invitations`, { email, roles: chosen }),
    onSuccess: () => {
      setEmail('');
      setChosen([]);
      return queries.invalidateQueries({ queryKey: staffInvitationsQuery(org).queryKey });
    },
  });
  const [missing, setMissing] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(chosen.length === 0);
    if (chosen.length > 0 && !invite.isPending) invite.mutate();
  }
  return (
    <Card labelledBy="invite">
      <Heading level={2} look={3} id="invite">{t('org.staff.invite')}</Heading>
      <form className="kring-stack" onSubmit={submit}>
        <TextBox label={t('org.staff.email')} type="email" required maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} error={invite.error ? problemText(invite.error) : undefined} />
        <RoleChoices legend={t('org.staff.inviteRoles')} chosen={chosen} change={setChosen} error={missing && chosen.length === 0 ? t('error.role.missing') : undefined} />
        {invite.isSuccess && <Alert kind="ok" live><Text>{t('org.staff.sent')} {demo && <Link href="/mail">{t('mail.title')}</Link>}</Text></Alert>}
        <div><Button kind="primary" type="submit" busy={invite.isPending}>{t('org.staff.send')}</Button></div>
      </form>
    </Card>
  );
}

function Open({ org }: { org: string }) {
  const open = useQuery(staffInvitationsQuery(org)).data ?? [];
  if (open.length === 0) return null;
  return (
    <Card labelledBy="open">
      <Heading level={2} look={3} id="open">{t('org.staff.open')}</Heading>
      <List>{open.map((one) => <Invited key={one.id} org={org} invitation={one} />)}</List>
    </Card>
  );
}

function Invited({ org, invitation: { id, email, roles: given, expiresAt } }: { org: string; invitation: StaffInvitation }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.remove(`/organisations/${org}/staff-invitations/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: staffInvitationsQuery(org).queryKey }),
  });
  return (
    <ListItem action={<Button small kind="subtle" aria-label={t('org.staff.revoke', { email })} busy={revoke.isPending} onClick={() => revoke.mutate()}>{t('org.staff.revokeShort')}</Button>}>
      {email}
      <br />
      <span className="kring-small kring-muted">{t('org.staff.until', { roles: given.map(roleName).join(', '), date: date(expiresAt) })}</span>
    </ListItem>
  );
}
