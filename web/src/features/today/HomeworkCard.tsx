import { NotebookPen } from 'lucide-react';
import { t } from '../../core/i18n';
import type { HomeworkItem } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Progress, Text } from '../../ui';
import { dayWord } from './when';

type Item = Pick<HomeworkItem, 'assignmentId' | 'title' | 'minutes' | 'dueAt' | 'status' | 'done' | 'total'>;

const tones = { new: 'neutral', draft: 'action', 'handed-in': 'positive', feedback: 'accent' } as const;

/** What asks for something first: feedback to read, work that was begun, new work; then what is done. */
const order: Record<Item['status'], number> = { feedback: 0, draft: 1, new: 2, 'handed-in': 3 };

export function HomeworkCard({ homework, now }: { homework: Item[]; now: number }) {
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
              <span className="kring-small kring-muted">{t('today.homework.due', { day: dayWord(item.dueAt, now) })} · {t(`today.homework.status.${item.status}`)}</span>
            </ListItem>
          ))}
        </List>
      )}
    </Card>
  );
}

function First({ item, now }: { item: Item; now: number }) {
  return (
    <div className="kring-stack kring-stack--tight">
      <div className="kring-row">
        <strong>{item.title}</strong>
        <Badge tone={tones[item.status]}>{t(`today.homework.status.${item.status}`)}</Badge>
      </div>
      <Text muted>{t('today.homework.facts', { minutes: item.minutes, day: dayWord(item.dueAt, now) })}</Text>
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
