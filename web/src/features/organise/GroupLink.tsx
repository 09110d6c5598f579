import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { invitationsQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { GroupView, Invited } from '../../core/types';
import { Button, Card, Heading, Problem, Text, TextBox } from '../../ui';
import { Flyer } from './Flyer';

/** One link for the whole group. The server tells it once, so it is shown with its QR code right away. */
export function GroupLink({ group: { id: group }, group: about }: { group: GroupView }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => api.post<Invited[]>(`/groups/${group}/invitations`, { kind: 'group' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery(group).queryKey }),
  });
  const link = make.data?.[0];
  return (
    <Card labelledBy="link">
      <Heading level={2} look={3} id="link">{t('invite.link.title')}</Heading>
      <Text>{t('invite.link.about')}</Text>
      {make.error && <Problem error={make.error} />}
      {link?.url
        ? <Shown url={link.url} expiresAt={link.expiresAt ?? 0} group={about} />
        : <div><Button busy={make.isPending} onClick={() => make.mutate()}>{t('invite.link.make')}</Button></div>}
    </Card>
  );
}

function Shown({ url, expiresAt, group }: { url: string; expiresAt: number; group: GroupView }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard?.writeText(url);
    setCopied(true);
  }
  return (
    <div className="kring-stack">
      <TextBox label={t('invite.link.label')} description={t('invite.link.once', { date: date(expiresAt) })} readOnly value={url} onFocus={(event) => event.target.select()} />
      <div className="kring-row">
        <Button small icon={Copy} onClick={() => void copy()}>{t('invite.link.copy')}</Button>
        <span role="status">{copied && t('invite.link.copied')}</span>
      </div>
      <Flyer group={group} url={url} expiresAt={expiresAt} />
    </div>
  );
}
