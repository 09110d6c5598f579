import { useQuery } from '@tanstack/react-query';
import { HeartHandshake, MessageCircle, NotebookPen } from 'lucide-react';
import { t } from '../../core/i18n';
import { demoPeopleQuery } from '../../core/queries';
import type { DemoPerson } from '../../core/types';
import { Avatar, ButtonLink, Card, Heading, type Icon, Link, List, ListItem, Page, Text, useAbout, useSession } from '../../ui';

export default function StartPage() {
  const about = useAbout().data;
  const signedIn = useSession()?.person;
  return (
    <Page title={t('start.title')} eyebrow={about?.organisation.name}>
      <Text lead>{t('start.lead')}</Text>
      {signedIn && <div><ButtonLink kind="primary" href="/vandaag">{t('start.today')}</ButtonLink></div>}
      {!signedIn && <div className="kring-columns"><GroupsCard /><SelfHelpCard /></div>}
      {about && !signedIn && !about.demo && <SignInCard />}
      {about?.demo && <DemoPeople />}
      <section className="kring-stack" aria-labelledby="hoe">
        <Heading level={2} id="hoe">{t('start.how.title')}</Heading>
        <ul className="kring-columns">
          <Point icon={HeartHandshake} title={t('start.how.meet.title')} text={t('start.how.meet.text')} />
          <Point icon={MessageCircle} title={t('start.how.chat.title')} text={t('start.how.chat.text')} />
          <Point icon={NotebookPen} title={t('start.how.home.title')} text={t('start.how.home.text')} />
        </ul>
      </section>
      <Text muted>{t('start.privacy')} <Link href="/wie">{t('about.title')}</Link></Text>
    </Page>
  );
}

function Point({ icon: Shape, title, text }: { icon: Icon; title: string; text: string }) {
  return (
    <li className="kring-point">
      <span className="kring-point__icon"><Shape size={26} aria-hidden /></span>
      <Heading level={3}>{title}</Heading>
      <Text>{text}</Text>
    </li>
  );
}

/** The public pages are the server's own, so these links leave the client. */
function GroupsCard() {
  return (
    <Card labelledBy="groepen">
      <Heading level={2} id="groepen">{t('start.groups.title')}</Heading>
      <Text>{t('start.groups.text')}</Text>
      <div className="kring-row">
        <a className="nl-button nl-button--primary" href="/aanbod">{t('start.groups')}</a>
        <a className="nl-button nl-button--secondary" href="/keuzehulp">{t('start.groups.aid')}</a>
      </div>
    </Card>
  );
}

/** For who has no place in a group yet: something to do now. */
function SelfHelpCard() {
  return (
    <Card labelledBy="zelf">
      <Heading level={2} id="zelf">{t('start.self.title')}</Heading>
      <Text>{t('start.self.text')}</Text>
      <div className="kring-row">
        <ButtonLink kind="primary" href="/zelftest">{t('selftest.start')}</ButtonLink>
        <ButtonLink href="/zelfhulp">{t('start.self.help')}</ButtonLink>
      </div>
    </Card>
  );
}

function SignInCard() {
  return (
    <Card main>
      <Heading level={2}>{t('start.signIn.title')}</Heading>
      <Text>{t('start.signIn.text')}</Text>
      <div><ButtonLink kind="primary" href="/inloggen">{t('signIn.button')}</ButtonLink></div>
    </Card>
  );
}

const roleNames: Record<string, () => string> = {
  facilitator: () => t('role.facilitator'),
  'co-facilitator': () => t('role.co-facilitator'),
  coordinator: () => t('role.coordinator'),
  'policy-officer': () => t('role.policyOfficer'),
  member: () => t('role.member'),
  participant: () => t('role.member'),
};

function roleName(role: string): string {
  return roleNames[role]?.() ?? role;
}

/** The demo's fictional people. Each opens the page that a personal link opens. */
function DemoPeople() {
  const people = useQuery(demoPeopleQuery).data ?? [];
  return (
    <Card main labelledBy="demo">
      <Heading level={2} id="demo">{t('start.demo.title')}</Heading>
      <Text>{t('start.demo.intro')}</Text>
      <ol className="kring-steps">
        <li>{t('start.demo.step1')}</li>
        <li>{t('start.demo.step2')}</li>
        <li>{t('start.demo.step3')}</li>
      </ol>
      <List>
        {people.map((person) => <Person key={person.url} person={person} />)}
      </List>
      <Text small>{t('start.demo.mail')} <Link href="/mail">{t('mail.title')}</Link></Text>
    </Card>
  );
}

function Person({ person }: { person: DemoPerson }) {
  return (
    <ListItem
      action={<a className="nl-button nl-button--secondary kring-button--small" href={person.url}>{t('start.demo.open', { name: person.alias })}</a>}
    >
      <span className="kring-row">
        <Avatar id={person.alias} alias={person.alias} />
        <span>
          <span className="kring-list__title">{person.alias}</span><br />
          <span className="kring-small kring-muted">{roleName(person.role)}</span>
        </span>
      </span>
    </ListItem>
  );
}
