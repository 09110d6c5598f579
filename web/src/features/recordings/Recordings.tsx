import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '../../core/i18n';
import { recordingsQuery } from '../../core/queries';
import { day } from '../../core/time';
import type { GroupView, RecordingItem } from '../../core/types';
import { Alert, Badge, Card, Link, List, ListItem, Loaded, Text } from '../../ui';
import { daysLeft, expiresSoon } from './place';

/** What can be watched back of a group. What is not ready yet appears by itself. */
export default function Recordings({ group }: { group: GroupView }) {
  const all = useQuery({
    ...recordingsQuery(group.id),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state !== 'ready') ? 1_500 : false),
  });
  return (
    <Loaded of={all}>
      {(recordings) => recordings.length === 0 ? <Text muted>{t('recordings.none')}</Text> : (
        <Card>
          <List label={t('recordings.title')}>
            {recordings.map((one) => <Item key={one.id} item={one} title={titleOf(group, one)} />)}
          </List>
        </Card>
      )}
    </Loaded>
  );
}

function titleOf(group: GroupView, item: RecordingItem): string {
  const meeting = group.meetings.find(({ id }) => id === item.meetingId);
  return meeting ? `${meeting.number}. ${meeting.title}` : t('recordings.one');
}

function Item({ item, title }: { item: RecordingItem; title: string }) {
  const [now] = useState(Date.now);
  const ready = item.state === 'ready';
  return (
    <ListItem action={ready && <Link block href={`/opname/${item.id}`}>{t('recordings.watch', { title })}</Link>}>
      <span className="kring-list__title">{title}</span>{' '}
      {!ready && <Badge tone="neutral">{t(`recordings.state.${item.state}`)}</Badge>}{' '}
      {item.hidden && <Badge tone="neutral">{t('recordings.hidden')}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('recordings.when', { day: day(item.begunAt), minutes: Math.max(1, Math.round(item.lengthMs / 60_000)) })}</span>
      {expiresSoon(item.expiresAt, now) && <Alert kind="info"><Text>{t('recordings.expires', { left: daysLeft(item.expiresAt, now), day: day(item.expiresAt) })}</Text></Alert>}
    </ListItem>
  );
}
