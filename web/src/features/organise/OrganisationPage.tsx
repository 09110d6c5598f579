import { useQuery } from '@tanstack/react-query';
import { Clapperboard, ListChecks, Plus } from 'lucide-react';
import { t } from '../../core/i18n';
import { orgGroupsQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { GroupSummary } from '../../core/types';
import { Badge, ButtonLink, Card, Heading, Link, List, ListItem, Loaded, Page, Text, useSession } from '../../ui';

export default function OrganisationPage({ org }: { org: string }) {
  const groups = useQuery(orgGroupsQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('organise.title')} eyebrow={name} width="wide">
      <div className="kring-row">
        <ButtonLink kind="primary" icon={Plus} href={`/organisatie/${org}/nieuw`}>{t('newGroup.title')}</ButtonLink>
        <ButtonLink kind="subtle" icon={Clapperboard} href={`/organisatie/${org}/films`}>{t('films.title')}</ButtonLink>
        <ButtonLink kind="subtle" icon={ListChecks} href={`/organisatie/${org}/vragenlijsten`}>{t('surveys.title')}</ButtonLink>
      </div>
      <Loaded of={groups}>
        {(all) => all.length === 0 ? <Text muted>{t('organise.none')}</Text> : (
          <>
            <Groups title={t('organise.now')} groups={all.filter((group) => group.status !== 'ended')} />
            <Groups title={t('organise.ended')} groups={all.filter((group) => group.status === 'ended')} />
          </>
        )}
      </Loaded>
    </Page>
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
