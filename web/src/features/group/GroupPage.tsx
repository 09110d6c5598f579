import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { Link } from 'wouter';
import { t, type MessageKey } from '../../core/i18n';
import { groupQuery } from '../../core/queries';
import type { GroupView } from '../../core/types';
import { ButtonLink, Loaded, Page, Text } from '../../ui';
import { Meetings } from './Meetings';
import { Members } from './Members';
import { Overview } from './Overview';

const Settings = lazy(() => import('./Settings'));

type Panels = Record<'chat' | 'huiswerk' | 'metingen' | 'gesprekken' | 'opnames', (group: GroupView) => ReactNode>;

type GroupPageProps = { id: string; tab: string; panels: Panels };

/** One group, with a page per tab. Chat and homework come from elsewhere. */
export default function GroupPage({ id, tab, panels }: GroupPageProps) {
  const group = useQuery(groupQuery(id));
  return (
    <Loaded of={group}>
      {(data) => (
        <Page title={data.name} eyebrow={data.organisation.name} width="wide">
          <Tabs group={data} tab={tab} />
          <Panel group={data} tab={tab} panels={panels} />
        </Page>
      )}
    </Loaded>
  );
}

const tabs: Record<string, MessageKey> = {
  '': 'group.tab.overview',
  chat: 'group.tab.chat',
  bijeenkomsten: 'group.tab.meetings',
  huiswerk: 'group.tab.homework',
  metingen: 'group.tab.measures',
  gesprekken: 'group.tab.talks',
  opnames: 'group.tab.recordings',
  deelnemers: 'group.tab.members',
  instellingen: 'group.tab.settings',
};

/** A coordinator plans: no chat, no answers, no conversations. */
const own = ['chat', 'huiswerk', 'metingen', 'gesprekken', 'opnames'];

function tabsOf(group: GroupView): string[] {
  const planner = group.viewer.role === 'coordinator';
  const member = group.viewer.role === 'member';
  return Object.keys(tabs).filter((tab) => !(planner && own.includes(tab)) && !(member && tab === 'instellingen'));
}

function Tabs({ group, tab }: { group: GroupView; tab: string }) {
  return (
    <nav aria-label={t('group.tabs', { group: group.name })}>
      <ul className="kring-tabs">
        {tabsOf(group).map((one) => (
          <li key={one}>
            <Link className="kring-nav__link" href={`/groep/${group.id}${one && `/${one}`}`} aria-current={one === tab ? 'page' : undefined}>
              {t(tabs[one] ?? 'group.tab.overview')}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Panel({ group, tab, panels }: { group: GroupView; tab: string; panels: Panels }) {
  if (!tabsOf(group).includes(tab)) {
    return (
      <>
        <Text>{t('notFound.text')}</Text>
        <div><ButtonLink href={`/groep/${group.id}`}>{t('group.tab.overview')}</ButtonLink></div>
      </>
    );
  }
  if (tab === 'chat' || tab === 'huiswerk' || tab === 'metingen' || tab === 'gesprekken' || tab === 'opnames') return panels[tab](group);
  if (tab === 'bijeenkomsten') return <Meetings group={group} />;
  if (tab === 'deelnemers') return <Members group={group} />;
  if (tab === 'instellingen') return <Settings group={group} />;
  return <Overview group={group} />;
}
