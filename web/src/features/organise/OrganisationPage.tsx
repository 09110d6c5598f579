import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Clapperboard, ListChecks, Palette, Plus, Settings, UsersRound } from 'lucide-react';
import { t } from '../../core/staff-words';
import { orgGroupsQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { GroupSummary } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Loaded, Page, Text, useSession } from '../../ui';

/** An organisation for who works there: each role finds its own pages. */
export default function OrganisationPage({ org }: { org: string }) {
  const here = useSession()?.organisations.find(({ id }) => id === org);
  const coordinator = here?.roles.includes('coordinator');
  return (
    <Page title={t(coordinator ? 'organise.title' : 'organise.home')} eyebrow={here?.name} width="wide">
      <div className="kring-row">
        {coordinator && <ButtonLink kind="primary" icon={Plus} href={`/organisatie/${org}/nieuw`}>{t('newGroup.title')}</ButtonLink>}
        {coordinator && <ButtonLink kind="subtle" icon={CalendarDays} href={`/organisatie/${org}/agenda`}>{t('agenda.title')}</ButtonLink>}
        {coordinator && <ButtonLink kind="subtle" icon={Clapperboard} href={`/organisatie/${org}/films`}>{t('films.title')}</ButtonLink>}
        {(coordinator || here?.roles.includes('administrator')) && <ButtonLink kind="subtle" icon={ListChecks} href={`/organisatie/${org}/vragenlijsten`}>{t('surveys.title')}</ButtonLink>}
        {here?.roles.includes('administrator') && (
          <>
            <ButtonLink kind="subtle" icon={UsersRound} href={`/organisatie/${org}/medewerkers`}>{t('org.staff.title')}</ButtonLink>
            <ButtonLink kind="subtle" icon={Settings} href={`/organisatie/${org}/instellingen`}>{t('org.settings.title')}</ButtonLink>
            <ButtonLink kind="subtle" icon={Palette} href={`/organisatie/${org}/uiterlijk`}>{t('org.theme.title')}</ButtonLink>
          </>
        )}
      </div>
      {coordinator && <AllGroups org={org} />}
    </Page>
  );
}

function AllGroups({ org }: { org: string }) {
  const groups = useQuery(orgGroupsQuery(org));
  return (
    <Loaded of={groups}>
      {(all) => all.length === 0 ? <Text muted>{t('organise.none')}</Text> : (
        <>
          <Groups title={t('organise.now')} groups={all.filter((group) => group.status !== 'ended')} />
          <Groups title={t('organise.ended')} groups={all.filter((group) => group.status === 'ended')} />
        </>
      )}
    </Loaded>
  );
}

function Groups({ title, groups }: { title: string; groups: GroupSummary[] }) {
  if (groups.length === 0) return null;
  return (
    <Card>
      <Heading level={2} look={3}>{title}</Heading>
      <List>
        {groups.map((group) => (
          <ListItem
            key={group.id}
            action={group.status !== 'ended' && <ButtonLink small href={`/groep/${group.id}/uitnodigen`}>{t('organise.invite', { group: group.name })}</ButtonLink>}
          >
            <Link href={`/groep/${group.id}`}>{group.name}</Link> <Badge tone={group.status === 'running' ? 'positive' : 'neutral'}>{t(`organise.status.${group.status}`)}</Badge>
            <br />
            <span className="kring-small kring-muted">{facts(group)}</span>
          </ListItem>
        ))}
      </List>
    </Card>
  );
}

function facts({ programmeTitle, members, capacity, nextMeetingAt }: GroupSummary): string {
  const places = t('organise.places', { programme: programmeTitle, members, capacity });
  if (!nextMeetingAt) return places;
  return `${places} · ${t('organise.next', { day: day(nextMeetingAt), time: clock(nextMeetingAt) })}`;
}
