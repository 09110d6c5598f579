import { useQuery } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { day } from '../../core/time';
import type { GroupView, HomeworkCount, HomeworkItem, HomeworkStatus } from '../../core/types';
import { Badge, ButtonLink, Card, Link, List, ListItem, Loaded, Text } from '../../ui';
import { GroupTable } from './GroupTable';

/** The homework tab of a group's page. */
export default function GroupHomework({ group }: { group: GroupView }) {
  switch (group.viewer.role) {
    case 'member':
      return <><OwnWork group={group} /><GroupTable group={group.id} readOnly={false} /></>;
    case 'coordinator':
      return <Text>{t('homework.notForCoordinator')}</Text>;
    default:
      return <><SentWork group={group} /><GroupTable group={group.id} readOnly /></>;
  }
}

function useAssignments<T>(group: string, part: '' | '/counts') {
  return useQuery({
    queryKey: ['groups', group, 'assignments', part],
    queryFn: async ({ signal }) => (await api.get<T[] | null>(`/groups/${group}/assignments${part}`, signal)) ?? [],
  });
}

function OwnWork({ group }: { group: GroupView }) {
  const read = useAssignments<HomeworkItem>(group.id, '');
  return (
    <Loaded of={read}>
      {(items) => (
        <Card>
          <Text>{t('homework.listIntro')}</Text>
          <List label={t('homework.title')}>
            {items.map((item) => <OwnItem key={item.assignmentId} item={item} now={read.dataUpdatedAt} />)}
          </List>
          {items.length === 0 && <Text muted>{t('homework.none')}</Text>}
        </Card>
      )}
    </Loaded>
  );
}

const tones: Record<HomeworkStatus, 'neutral' | 'action' | 'positive' | 'accent'> = {
  new: 'neutral', draft: 'action', 'handed-in': 'positive', feedback: 'accent',
};

function OwnItem({ item, now }: { item: HomeworkItem; now: number }) {
  const late = item.dueAt < now && (item.status === 'new' || item.status === 'draft');
  return (
    <ListItem action={<Badge tone={tones[item.status]}>{statusText(item)}</Badge>}>
      <Link block href={`/huiswerk/${item.assignmentId}`}>{item.title}</Link>
      <Text small muted>
        {due(item, late)}
        {' · '}
        {t('homework.minutes', { minutes: item.minutes })}
      </Text>
    </ListItem>
  );
}

function due({ meetingNumber, dueAt }: Pick<HomeworkItem, 'meetingNumber' | 'dueAt'>, late: boolean): string {
  if (meetingNumber === 0) return t('homework.dueBy', { day: day(dueAt) });
  return t(late ? 'homework.dueLate' : 'homework.due', { number: meetingNumber, day: day(dueAt) });
}

function statusText(item: HomeworkItem): string {
  if (item.status === 'draft') return t('homework.progress', { done: item.done, total: item.total });
  if (item.status === 'handed-in' && item.hasFeedback) return t('homework.status.answered');
  return t(`homework.status.${item.status}`);
}

function SentWork({ group }: { group: GroupView }) {
  const read = useAssignments<HomeworkCount>(group.id, '/counts');
  return (
    <Loaded of={read}>
      {(items) => (
        <Card>
          <Text>{t('homework.countsIntro')}</Text>
          <List label={t('homework.title')}>
            {items.map((item) => (
              <ListItem key={item.assignmentId} action={item.waiting > 0 && <Badge tone="accent">{t('homework.waiting', { count: item.waiting })}</Badge>}>
                <Link block href={`/huiswerk/${item.assignmentId}`}>{item.title}</Link>
                <Text small muted>
                  {due(item, false)}
                  {' · '}
                  {t('homework.handedIn', { count: item.handedIn })}
                </Text>
              </ListItem>
            ))}
          </List>
          {items.some((item) => item.waiting > 0) && (
            <div><ButtonLink kind="primary" href="/feedback">{t('homework.toQueue')}</ButtonLink></div>
          )}
        </Card>
      )}
    </Loaded>
  );
}
