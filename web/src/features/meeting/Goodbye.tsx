import { useQuery } from '@tanstack/react-query';
import { CalendarDays, NotebookPen } from 'lucide-react';
import { t } from '../../core/meeting-words';
import { groupQuery, todayQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { MeetingView } from '../../core/types';
import { Card, Heading, Link, Text } from '../../ui';

/** What comes after this meeting: the next one, and what can be done at home. Nothing here is a duty. */
export function Goodbye({ meeting }: { meeting: MeetingView }) {
  const group = useQuery(groupQuery(meeting.groupId)).data;
  const homework = useQuery(todayQuery).data?.homework ?? [];
  const next = group?.meetings.find((one) => one.number > meeting.number && one.phase !== 'closed' && one.phase !== 'off');
  const open = homework.filter((item) => item.groupId === meeting.groupId && (item.status === 'new' || item.status === 'draft')).slice(0, 2);
  return (
    <div className="kring-columns">
      {group && (
        <Card labelledBy="volgende">
          <CalendarDays size={28} aria-hidden />
          <Heading level={2} look={3} id="volgende">{t('meeting.goodbye.next')}</Heading>
          <Text>{next ? t('today.when.day', { day: day(next.startAt), time: clock(next.startAt) }) : t('meeting.goodbye.last')}</Text>
          {next && <Text muted>{next.title}</Text>}
        </Card>
      )}
      {open.length > 0 && (
        <Card labelledBy="thuis">
          <NotebookPen size={28} aria-hidden />
          <Heading level={2} look={3} id="thuis">{t('meeting.goodbye.homework')}</Heading>
          {open.map((item) => <Link key={item.assignmentId} block href={`/huiswerk/${item.assignmentId}`}>{item.title}</Link>)}
        </Card>
      )}
    </div>
  );
}
