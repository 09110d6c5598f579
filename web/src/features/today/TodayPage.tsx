import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { todayQuery } from '../../core/queries';
import { day } from '../../core/time';
import type { Today } from '../../core/types';
import { ButtonLink, Card, Heading, Loaded, Page, Text, useSession } from '../../ui';
import { HomeworkCard } from './HomeworkCard';
import { MeetingCards } from './MeetingCards';
import { FeedbackCard, MessagesCard } from './NewsCards';

/** Everybody's home: what is there for me now. */
export default function TodayPage() {
  const today = useQuery({ ...todayQuery, refetchInterval: 30_000 });
  return (
    <Page title={t('today.title')} eyebrow={day(Date.now())}>
      <Loaded of={today}>{(data) => <Cards today={data} />}</Loaded>
    </Page>
  );
}

function Cards({ today }: { today: Today }) {
  const session = useSession();
  const member = session?.groups.some((group) => group.role === 'member') ?? false;
  const guide = session?.groups.some((group) => group.role !== 'member') ?? false;
  return (
    <>
      {(member || guide) && <MeetingCards meetings={today.meetings} now={today.now} />}
      {guide && <FeedbackCard feedback={today.feedback} now={today.now} />}
      {member && <HomeworkCard homework={today.homework} now={today.now} />}
      {(member || guide) && <MessagesCard messages={today.messages} />}
      <Organisations />
      {session && !member && !guide && session.organisations.length === 0 && <Text>{t('today.nothing')}</Text>}
    </>
  );
}

function Organisations() {
  const organisations = useSession()?.organisations.filter(({ roles }) => roles.includes('coordinator')) ?? [];
  return organisations.map(({ id, name }) => (
    <Card key={id}>
      <Heading level={2}>{name}</Heading>
      <Text>{t('today.organise')}</Text>
      <div className="kring-row">
        <ButtonLink kind="primary" href={`/organisatie/${id}`}>{t('today.groups')}</ButtonLink>
        <ButtonLink href={`/organisatie/${id}/nieuw`}>{t('newGroup.title')}</ButtonLink>
      </div>
    </Card>
  ));
}
