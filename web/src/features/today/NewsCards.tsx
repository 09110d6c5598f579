import { t } from '../../core/i18n';
import type { Today } from '../../core/types';
import { ButtonLink, Card, Heading, Link, List, ListItem, NumberBadge, Text } from '../../ui';
import { dayWord } from './when';

export function MessagesCard({ messages }: { messages: Today['messages'] }) {
  return (
    <Card labelledBy="messages">
      <Heading level={2} id="messages">{t('today.messages.title')}</Heading>
      {messages.length === 0 && <Text muted>{t('today.messages.none')}</Text>}
      {messages.length > 0 && (
        <List>
          {messages.filter(({ back, unread }) => !back || unread > 0).map(({ channel, groupId, groupName, back, unread }) => (
            <ListItem key={channel} action={<ButtonLink small href={`/groep/${groupId}/chat`}>{t(back ? 'today.messages.back' : 'today.messages.read', { group: groupName })}</ButtonLink>}>
              <span className="kring-row">
                {unread > 0 && <NumberBadge count={unread} label={t('today.messages.unread', { count: unread })} />}
                <span aria-hidden={unread > 0 || undefined}>{t('today.messages.unread', { count: unread })}</span>
              </span>
            </ListItem>
          ))}
        </List>
      )}
    </Card>
  );
}

export function FeedbackCard({ feedback, now }: { feedback: Today['feedback']; now: number }) {
  return (
    <Card labelledBy="waiting">
      <Heading level={2} id="waiting">{t('today.feedback.title')}</Heading>
      {feedback.length === 0 && <Text muted>{t('today.feedback.none')}</Text>}
      {feedback.length > 0 && (
        <List>
          {feedback.map(({ answerId, alias, title, groupName, handedInAt }) => (
            <ListItem key={answerId} action={<Link block href={`/feedback/${answerId}`}>{t('today.feedback.open', { alias })}</Link>}>
              <span className="kring-list__title">{alias}: {title}</span><br />
              <span className="kring-small kring-muted">{t('today.feedback.since', { day: dayWord(handedInAt, now) })} · {groupName}</span>
            </ListItem>
          ))}
        </List>
      )}
    </Card>
  );
}
