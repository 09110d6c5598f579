import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { t } from '../../core/i18n';
import { todayQuery } from '../../core/queries';
import { day } from '../../core/time';
import type { Session, Today } from '../../core/types';
import { ButtonLink, Card, Heading, Loaded, Page, Text, useSession } from '../../ui';
import { FollowUpCard } from './FollowUpCard';
import { HomeworkCard } from './HomeworkCard';
import { ahead, LaterMeetings, NextMeeting } from './MeetingCards';
import { FeedbackCard, MessagesCard } from './NewsCards';
import { NoticeCard } from './NoticeCard';
import { SelfHelpCard } from './SelfHelpCard';
import { TalkCard } from './TalkCard';

/** Everybody's home: what is there for me now. */
export default function TodayPage() {
  const today = useQuery({ ...todayQuery, refetchInterval: 30_000 });
  return (
    <Page title={t('today.title')} eyebrow={today.data && day(today.data.now)} width="wide">
      <Loaded of={today}>{(data) => <Cards today={data} />}</Loaded>
    </Page>
  );
}

function Cards({ today }: { today: Today }) {
  const session = useSession();
  const member = session?.groups.some((group) => group.role === 'member') ?? false;
  const guide = session?.groups.some((group) => group.role !== 'member') ?? false;
  if (!member && !guide && today.meetings.length === 0) return <Outside today={today} />;
  const [next, ...later] = ahead(today);
  return (
    <div className="kring-desk">
      <div>
        <NoticeCard notices={today.notices} now={today.now} />
        {guide && <FollowUpCard followUps={today.followUps} now={today.now} />}
        <NextMeeting meeting={next} now={today.now} />
        {member && <HomeworkCard homework={today.homework} now={today.now} />}
        {member && <SelfHelpCard begun />}
        {guide && <FeedbackCard feedback={today.feedback} now={today.now} />}
      </div>
      <div>
        <TalkCard slots={today.slots} now={today.now} />
        <MessagesCard messages={today.messages} />
        {later.length > 0 && <LaterMeetings meetings={later} now={today.now} />}
        <Organisations />
      </div>
    </div>
  );
}

/** For who is in no group: a first conversation, what they organise, or nothing yet. */
function Outside({ today: { slots, now } }: { today: Today }) {
  const organises = useSession()?.organisations.length !== 0;
  if (slots.length > 0) return <TalkCard slots={slots} now={now} />;
  return organises ? <Organisations /> : <NoGroup />;
}

function NoGroup() {
  return (
    <>
      <SelfHelpCard />
      <Text>{t('today.nothing')}</Text>
    </>
  );
}

function Organisations() {
  return useSession()?.organisations.map((one) => (
    <Fragment key={one.id}>
      {one.roles.includes('coordinator') && <Planned {...one} />}
      {one.roles.includes('administrator') && !one.roles.includes('coordinator') && <Administered {...one} />}
      {one.roles.includes('policy-officer') && <Accounted {...one} />}
    </Fragment>
  ));
}

type Organisation = Session['organisations'][number];

function Administered({ id, name }: Organisation) {
  return (
    <Card>
      <Heading level={2}>{name}</Heading>
      <div><ButtonLink href={`/organisatie/${id}`}>{t('organise.home')}</ButtonLink></div>
    </Card>
  );
}

/** For who pays: the report, and nothing of anybody. */
function Accounted({ id, name }: Organisation) {
  return (
    <Card main>
      <Heading level={2}>{name}</Heading>
      <Text>{t('outcome.today')}</Text>
      <div className="kring-row"><ButtonLink kind="primary" href={`/organisatie/${id}/verslag`}>{t('outcome.title')}</ButtonLink></div>
    </Card>
  );
}

function Planned({ id, name }: Organisation) {
  return (
    <Card>
      <Heading level={2}>{name}</Heading>
      <Text>{t('today.organise')}</Text>
      <div className="kring-row">
        <ButtonLink kind="primary" href={`/organisatie/${id}`}>{t('today.groups')}</ButtonLink>
        <ButtonLink href={`/organisatie/${id}/nieuw`}>{t('newGroup.title')}</ButtonLink>
      </div>
    </Card>
  );
}
