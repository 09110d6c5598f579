import { Video } from 'lucide-react';
import { t } from '../../core/i18n';
import { daysBetween } from '../../core/time';
import type { Today, TodayMeeting } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Rings, Text } from '../../ui';
import { when } from './when';

/** Still to come or going on, the first first; one that can be joined now before all. */
export function ahead({ meetings, now }: Pick<Today, 'meetings' | 'now'>): TodayMeeting[] {
  return meetings
    .filter((meeting) => meeting.joinable || meeting.startAt + meeting.durationMin * 60_000 > now)
    .sort((a, b) => Number(b.joinable) - Number(a.joinable) || a.startAt - b.startAt);
}

export function LaterMeetings({ meetings, now }: { meetings: TodayMeeting[]; now: number }) {
  return (
    <Card labelledBy="later">
      <Heading level={2} id="later">{t('today.meeting.later')}</Heading>
      <List>
        {meetings.map((meeting) => (
          <ListItem key={meeting.id} action={<Link block href={`/bijeenkomst/${meeting.id}`}>{t('today.meeting.open')}</Link>}>
            <span className="kring-list__title">{meeting.title}</span><br />
            <span className="kring-small kring-muted">{when(meeting.startAt, now)} · {meeting.groupName}</span>
          </ListItem>
        ))}
      </List>
    </Card>
  );
}

/** The next meeting, large, with its one action. */
export function NextMeeting({ meeting, now }: { meeting: TodayMeeting | undefined; now: number }) {
  if (!meeting) {
    return (
      <Card main>
        <Rings />
        <Heading level={2}>{t('today.meeting.none')}</Heading>
        <Text>{t('today.meeting.noneText')}</Text>
      </Card>
    );
  }
  return (
    <Card main labelledBy="next">
      <Rings />
      <div className="kring-row">
        <span className="kring-small">{t('today.meeting.next')}</span>
        {meeting.phase === 'open' && <Badge tone="positive">{t('today.meeting.isOpen')}</Badge>}
      </div>
      <Heading level={2} look={1} id="next">{when(meeting.startAt, now)}</Heading>
      <Text lead>{meeting.title}</Text>
      <Text muted>{t('today.meeting.facts', { number: meeting.number, group: meeting.groupName, minutes: meeting.durationMin })}</Text>
      {meeting.substitutes?.map((one) => <Text key={one.personId} small>{t(meeting.standIn ? 'substitute.once.you' : 'substitute.once.now', { name: one.name, replaces: one.replaces ?? '' })}</Text>)}
      {meeting.joinable ? <Enter meeting={meeting} /> : <NotYet meeting={meeting} now={now} />}
    </Card>
  );
}

function Enter({ meeting }: { meeting: TodayMeeting }) {
  const guide = meeting.role !== 'member';
  return (
    <>
      <div><ButtonLink kind="primary" icon={Video} href={`/bijeenkomst/${meeting.id}`}>{t('today.meeting.join')}</ButtonLink></div>
      <Text small muted>{guide ? t('today.meeting.guideAbout') : t('today.meeting.joinAbout')}</Text>
      {!meeting.standIn && <Link block href={`/oefenen/${meeting.groupId}`}>{t('practice.try')}</Link>}
    </>
  );
}

function NotYet({ meeting, now }: { meeting: TodayMeeting; now: number }) {
  const days = daysBetween(now, meeting.startAt);
  return (
    <>
      <Text>{days > 1 ? t('today.meeting.days', { days }) : t('today.meeting.soon')}</Text>
      {!meeting.standIn && <Link block href={`/oefenen/${meeting.groupId}`}>{t('practice.try')}</Link>}
    </>
  );
}
