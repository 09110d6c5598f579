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
          {messages.map(({ channel, groupId, groupName, kind, member, meeting, unread }) => (
            <ListItem key={channel} action={<ButtonLink small href={kind === 'group' ? `/groep/${groupId}/chat` : `/berichten/${channel}`}>{t(`today.messages.${kind}`, { group: groupName, alias: member?.alias ?? t('today.messages.guides'), number: meeting?.number ?? 0 })}</ButtonLink>}>
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
