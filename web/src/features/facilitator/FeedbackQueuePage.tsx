import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { day, daysBetween } from '../../core/time';
import type { FeedbackQueue, QueuedAnswer } from '../../core/types';
import { Badge, Card, Heading, Link, List, ListItem, Loaded, Page, Text } from '../../ui';

/** What participants handed in: first what waits, the longest wait on top; below it what had its feedback. */
export default function FeedbackQueuePage() {
  const read = useQuery({ queryKey: ['feedback'], queryFn: ({ signal }) => api.get<FeedbackQueue>('/feedback', signal) });
  return (
    <Page title={t('feedback.title')}>
      <Loaded of={read}>
        {({ waiting, answered }) => (
          <>
            <Part title={t('feedback.waiting', { count: waiting.length })} main items={waiting} mark={(item) => waitingFor(item, read.dataUpdatedAt)} none={t('feedback.nothing')} />
            {answered.length > 0 && <Part title={t('feedback.answered')} items={answered} mark={seenMark} none="" />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

type PartProps = { title: string; main?: boolean; items: QueuedAnswer[]; mark: (item: QueuedAnswer) => ReactNode; none: string };

function Part({ title, main = false, items, mark, none }: PartProps) {
  const id = main ? 'wacht' : 'beantwoord';
  return (
    <Card labelledBy={id}>
      <Heading level={2} id={id}>{title}</Heading>
      {items.length === 0 && <Text muted>{none}</Text>}
      <List>
        {items.map((item) => (
          <ListItem key={item.answerId} action={mark(item)}>
            <Link block href={`/feedback/${item.answerId}`}>{t('feedback.of', { title: item.title, alias: item.alias })}</Link>
            <Text small muted>{t('feedback.sentOn', { group: item.groupName, day: day(item.handedInAt) })}{item.waitingSince > 0 && item.answerTime && ` · ${t('feedback.promise', { when: item.answerTime })}`}</Text>
          </ListItem>
        ))}
      </List>
    </Card>
  );
}

function waitingFor(item: QueuedAnswer, now: number) {
  const days = daysBetween(item.waitingSince, now);
  return <Badge tone={days > 2 ? 'accent' : 'neutral'}>{t('feedback.days', { days })}</Badge>;
}

function seenMark(item: QueuedAnswer) {
  return <Badge tone={item.feedbackRead ? 'positive' : 'neutral'}>{t(item.feedbackRead ? 'feedback.read' : 'feedback.unread')}</Badge>;
}
