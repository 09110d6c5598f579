import { t } from '../../core/i18n';
import { clock, day } from '../../core/time';
import type { GroupView, MeetingView } from '../../core/types';
import { Avatar, ButtonLink, Card, Heading, Link, Text } from '../../ui';
import { Substitute } from './Substitute';

function nextOf(meetings: MeetingView[]): MeetingView | undefined {
  const open = meetings.filter((meeting) => meeting.phase !== 'closed' && meeting.phase !== 'off' && meeting.startAt + meeting.durationMin * 60_000 > Date.now());
  return open.find((meeting) => meeting.joinable) ?? open[0];
}

export function Overview({ group }: { group: GroupView }) {
  const next = nextOf(group.meetings);
  const planner = group.viewer.role === 'coordinator';
  return (
    <div className="kring-columns">
      <Card main={!planner} labelledBy="next">
        <Heading level={2} look={3} id="next">{t('group.next')}</Heading>
        {next ? (
          <>
            <Text lead>{t('group.at', { day: day(next.startAt), time: clock(next.startAt) })}</Text>
            <Text>{next.title}</Text>
            {next.substitutes?.map((one) => <Text key={one.personId} small>{t('substitute.once.now', { name: one.name, replaces: one.replaces ?? '' })}</Text>)}
            {!planner && <div><ButtonLink kind={next.joinable ? 'primary' : 'secondary'} href={`/bijeenkomst/${next.id}`}>{t('group.toMeeting')}</ButtonLink></div>}
          </>
        ) : <Text muted>{t('group.noNext')}</Text>}
      </Card>
      <Card labelledBy="about">
        <Heading level={2} look={3} id="about">{t('group.about')}</Heading>
        <Text>{group.theme}</Text>
        <Text muted>{t('group.programme', { title: group.programmeTitle, count: group.meetings.length })}</Text>
        {planner && <div><ButtonLink kind="primary" href={`/groep/${group.id}/uitnodigen`}>{t('invite.title')}</ButtonLink></div>}
      </Card>
      <Card labelledBy="guides">
        <Heading level={2} look={3} id="guides">{t('group.facilitators')}</Heading>
        <ul className="kring-stack kring-stack--tight">
          {group.facilitators.map(({ personId, name, role, replaces }) => (
            <li key={personId} className="kring-row">
              <Avatar id={personId} alias={name} />
              <span>{name}<br /><span className="kring-small kring-muted">{replaces ? t('group.replaces', { name: replaces }) : t(`role.${role}`)}</span></span>
            </li>
          ))}
        </ul>
        {group.answerTime && <Text small muted>{t('group.answerTime', { when: group.answerTime })}</Text>}
        {!planner && <Link block href={`/groep/${group.id}/chat`}>{t('group.toChat')}</Link>}
      </Card>
      {planner && <Substitute group={group} />}
    </div>
  );
}
