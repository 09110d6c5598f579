import { Video } from 'lucide-react';
import { t } from '../../core/i18n';
import { daysBetween } from '../../core/time';
import type { TodayMeeting } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Text } from '../../ui';
import { when } from './when';

type Props = { meetings: TodayMeeting[]; now: number };

/** Still to come or going on, the first first; one that can be joined now before all. */
function ahead({ meetings, now }: Props): TodayMeeting[] {
  return meetings
    .filter((meeting) => meeting.joinable || meeting.startAt + meeting.durationMin * 60_000 > now)
    .sort((a, b) => Number(b.joinable) - Number(a.joinable) || a.startAt - b.startAt);
}

/** The next meeting large, with its one action; the others as a list. */
export function MeetingCards(props: Props) {
  const [next, ...later] = ahead(props);
  const { now } = props;
  if (!next) {
    return (
      <Card main>
        <Heading level={2}>{t('today.meeting.none')}</Heading>
        <Text>{t('today.meeting.noneText')}</Text>
      </Card>
    );
  }
  return (
    <>
      <NextMeeting meeting={next} now={now} />
      {later.length > 0 && (
        <Card labelledBy="later">
          <Heading level={2} look={3} id="later">{t('today.meeting.later')}</Heading>
          <List>
            {later.map((meeting) => (
              <ListItem key={meeting.id} action={<Link block href={`/bijeenkomst/${meeting.id}`}>{t('today.meeting.open')}</Link>}>
                <span className="kring-list__title">{meeting.title}</span><br />
                <span className="kring-small kring-muted">{when(meeting.startAt, now)} · {meeting.groupName}</span>
              </ListItem>
            ))}
          </List>
        </Card>
      )}
    </>
  );
}

function NextMeeting({ meeting, now }: { meeting: TodayMeeting; now: number }) {
  const guide = meeting.role !== 'member';
  return (
    <Card main labelledBy="next">
      <div className="kring-row">
        <span className="kring-small">{t('today.meeting.next')}</span>
        {meeting.phase === 'open' && <Badge tone="positive">{t('today.meeting.isOpen')}</Badge>}
      </div>
      <Heading level={2} look={1} id="next">{when(meeting.startAt, now)}</Heading>
      <Text lead>{meeting.title}</Text>
      <Text muted>{t('today.meeting.facts', { number: meeting.number, group: meeting.groupName, minutes: meeting.durationMin })}</Text>
      {meeting.joinable ? (
        <>
          <div><ButtonLink kind="primary" icon={Video} href={`/bijeenkomst/${meeting.id}`}>{guide ? t('today.meeting.guide') : t('today.meeting.join')}</ButtonLink></div>
          <Text small muted>{guide ? t('today.meeting.guideAbout') : t('today.meeting.joinAbout')}</Text>
        </>
      ) : (
        <>
          <Text>{waitText(meeting, now)}</Text>
          <Link block href={`/bijeenkomst/${meeting.id}`}>{t('today.meeting.try')}</Link>
        </>
      )}
    </Card>
  );
}

function waitText(meeting: TodayMeeting, now: number): string {
  const days = daysBetween(now, meeting.startAt);
  return days > 1 ? t('today.meeting.days', { days }) : t('today.meeting.soon');
}
