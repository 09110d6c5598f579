import { ChevronDown } from 'lucide-react';
import { useRef, type MouseEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../core/i18n';
import type { About, Session } from '../core/types';
import { Mark, NumberBadge, useSession } from '../ui';
import { HelpNow } from './HelpNow';
import { useNews } from './useNews';
import { SignOut } from './SignOut';

export function Header({ about }: { about: About | undefined }) {
  const session = useSession();
  return (
    <>
      <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud" onClick={skip}>{t('nav.skip')}</a>
      <header className="kring-header">
        <div className="kring-header__row">
          <Link className="kring-brand" href={session?.person ? '/vandaag' : '/'}>
            <Mark />
            <span>
              <span className="kring-brand__name">Kring</span>
              {about && <span className="kring-brand__organisation">{about.organisation.name}</span>}
            </span>
          </Link>
          <HelpNow lines={about?.helpLines} member={session?.groups.some((group) => group.role === 'member')} />
        </div>
      </header>
      {session?.person && <Nav session={session} />}
    </>
  );
}

/** Moves the focus and leaves the address alone: on a link page the token is behind the #. */
function skip(event: MouseEvent) {
  event.preventDefault();
  document.getElementById('inhoud')?.focus();
}

type Entry = { href: string; text: string; news?: number };

/** Where this person has something to do. */
function entries(session: Session, news: number): Entry[] {
  const list: Entry[] = [{ href: '/vandaag', text: t('nav.today') }];
  if (session.groups.length > 0) list.push({ href: '/berichten', text: t('nav.messages'), news });
  for (const group of session.groups) list.push({ href: `/groep/${group.id}`, text: group.name });
  if (session.groups.some((group) => group.role !== 'member')) list.push({ href: '/feedback', text: t('nav.feedback') });
  for (const org of session.organisations) {
    if (org.roles.some((role) => role === 'coordinator' || role === 'administrator')) list.push({ href: `/organisatie/${org.id}`, text: org.name });
  }
  return list;
}

function Nav({ session }: { session: Session }) {
  const [path] = useLocation();
  const news = useNews(session);
  return (
    <nav className="kring-nav" aria-label={t('nav.label')}>
      <ul className="kring-nav__list">
        {entries(session, news).map((entry) => <li key={entry.href}><NavLink {...entry} path={path} /></li>)}
        <li><Menu key={path} session={session} path={path} /></li>
      </ul>
    </nav>
  );
}

function NavLink({ href, text, news = 0, path }: Entry & { path: string }) {
  const current = path === href ? 'page' : path.startsWith(`${href}/`) || undefined;
  return <Link className="kring-nav__link" href={href} aria-current={current}>{text}{news > 0 && <> <NumberBadge count={news} label={t('inbox.unread', { count: news })} /></>}</Link>;
}

/** What one seldom needs. Closes when the focus leaves it, with Escape, and on the next page. */
function Menu({ session, path }: { session: Session; path: string }) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => box.current?.removeAttribute('open');
  const member = session.groups.some((group) => group.role === 'member');
  return (
    <details
      ref={box}
      className="kring-menu"
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
    >
      <summary className="kring-nav__link">{t('nav.more')}<ChevronDown size={18} aria-hidden /></summary>
      <ul className="kring-menu__list">
        {member && <li><NavLink href="/plan" text={t('nav.plan')} path={path} /></li>}
        {member && <li><NavLink href="/toestemmingen" text={t('nav.consents')} path={path} /></li>}
        <li><NavLink href="/meldingen" text={t('nav.notices')} path={path} /></li>
        <li><SignOut /></li>
      </ul>
    </details>
  );
}
