import { NotebookPen } from 'lucide-react';
import { t } from '../../core/i18n';
import type { HomeworkItem } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Progress, Text } from '../../ui';
import { dayWord } from './when';

const tones = { new: 'neutral', draft: 'action', 'handed-in': 'positive', feedback: 'accent' } as const;

/** What asks for something first: feedback to read, work that was begun, new work; then what is done. */
const order: Record<HomeworkItem['status'], number> = { feedback: 0, draft: 1, new: 2, 'handed-in': 3 };

export function HomeworkCard({ homework, now }: { homework: HomeworkItem[]; now: number }) {
  const items = [...homework].sort((a, b) => order[a.status] - order[b.status] || a.dueAt - b.dueAt);
  const [first, ...rest] = items;
  return (
    <Card labelledBy="homework">
      <Heading level={2} id="homework">{t('homework.title')}</Heading>
      {first ? <First item={first} now={now} /> : <Text muted>{t('today.homework.none')}</Text>}
      {rest.length > 0 && (
        <List label={t('today.homework.more')}>
          {rest.map((item) => (
            <ListItem key={item.assignmentId} action={<Link block href={`/huiswerk/${item.assignmentId}`}>{t(`today.homework.do.${item.status}`)}</Link>}>
              <span className="kring-list__title">{item.title}</span>
              <br />
              <span className="kring-small kring-muted">{t(`today.homework.status.${item.status}`)} · {facts(item, now)}</span>
            </ListItem>
          ))}
        </List>
      )}
    </Card>
  );
}

/** When it is wished for; of what was sent, when that was. */
function facts({ status, handedInAt, minutes, dueAt }: HomeworkItem, now: number): string {
  if (status === 'handed-in' || status === 'feedback') return t('today.homework.sent', { day: dayWord(handedInAt, now) });
  return dueAt < now ? t('today.homework.late', { minutes }) : t('today.homework.facts', { minutes, day: dayWord(dueAt, now) });
}

function First({ item, now }: { item: HomeworkItem; now: number }) {
  return (
    <div className="kring-stack kring-stack--tight">
      <div className="kring-row">
        <strong>{item.title}</strong>
        <Badge tone={tones[item.status]}>{t(`today.homework.status.${item.status}`)}</Badge>
      </div>
      <Text muted>{facts(item, now)}</Text>
      {item.status === 'draft' && (
        <>
          <Progress done={item.done} total={item.total} />
          <Text small muted>{t('today.homework.progress', { done: item.done, total: item.total })}</Text>
        </>
      )}
      <div><ButtonLink icon={NotebookPen} href={`/huiswerk/${item.assignmentId}`}>{t(`today.homework.do.${item.status}`)}</ButtonLink></div>
    </div>
  );
}
