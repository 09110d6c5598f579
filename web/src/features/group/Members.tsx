import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { groupQuery, sharedPlansQuery } from '../../core/queries';
import type { GroupView, MemberView } from '../../core/types';
import { Avatar, Button, ButtonLink, Card, Dialog, Link, List, ListItem, Problem, Text } from '../../ui';

export function Members({ group }: { group: GroupView }) {
  const [leaving, setLeaving] = useState<MemberView>();
  const guides = group.viewer.role !== 'member';
  const facilitates = guides && group.viewer.role !== 'coordinator';
  const plans = useQuery({ ...sharedPlansQuery(group.id), enabled: facilitates }).data ?? [];
  const members = group.members.filter((member) => member.role === 'member' && member.status !== 'removed' && member.status !== 'left');
  return (
    <Card>
      <Text muted>{intro(group)}</Text>
      <List label={t('group.tab.members')}>
        {members.map((member) => (
          <ListItem
            key={member.id}
            action={guides && (
              <span className="kring-row">
                {plans.includes(member.id) && (
                  <Link block href={`/deelnemer/${member.id}/plan`} label={t('plan.of.linkOf', { alias: member.alias })}>{t('plan.of.link')}</Link>
                )}
                {facilitates && <Link block href={`/berichten/l-${group.id}-${member.id}`}>{t('inbox.write', { alias: member.alias })}</Link>}
                {facilitates && <Link block href={`/oefenen/${group.id}?lid=${member.id}`}>{t('practice.with', { alias: member.alias })}</Link>}
                <Button small kind="subtle" aria-label={t('group.member.remove', { alias: member.alias })} onClick={() => setLeaving(member)}>{t('group.member.removeYes')}</Button>
              </span>
            )}
          >
            <span className="kring-row">
              <Avatar id={member.id} alias={member.alias} />
              {member.own ? t('group.member.you', { alias: member.alias }) : member.alias}
            </span>
          </ListItem>
        ))}
      </List>
      {guides && members.length === 0 && <Text>{t('group.member.none')}</Text>}
      {group.viewer.role === 'coordinator' && <div><ButtonLink kind="primary" href={`/groep/${group.id}/uitnodigen`}>{t('invite.title')}</ButtonLink></div>}
      <Remove member={leaving} group={group} done={() => setLeaving(undefined)} />
    </Card>
  );
}

function intro(group: GroupView): string {
  if (group.viewer.role !== 'member') return t('group.member.count', { count: group.members.filter((one) => one.role === 'member').length, capacity: group.capacity });
  return group.visibility === 'members' ? t('group.member.alias') : t('group.member.hidden');
}

type RemoveProps = { member: MemberView | undefined; group: GroupView; done: () => void };

function Remove({ member, group, done }: RemoveProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/members/${id}`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: groupQuery(group.id).queryKey });
      done();
    },
  });
  const alias = member?.alias ?? '';
  return (
    <Dialog open={member !== undefined} title={t('group.member.removeTitle', { alias })} onClose={done}>
      <Text>{t('group.member.removeText', { alias })}</Text>
      {remove.error && <Problem error={remove.error} />}
      <div className="kring-row">
        <Button kind="primary" negative busy={remove.isPending} onClick={() => member && remove.mutate(member.id)}>{t('group.member.removeYes')}</Button>
        <Button onClick={done}>{t('action.cancel')}</Button>
      </div>
    </Dialog>
  );
}
