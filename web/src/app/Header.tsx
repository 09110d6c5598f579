import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { api } from '../core/api';
import { t } from '../core/i18n';
import type { About, Session } from '../core/types';
import { Mark, useSession } from '../ui';
import { HelpNow } from './HelpNow';

export function Header({ about }: { about: About | undefined }) {
  const session = useSession();
  return (
    <>
      <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">{t('nav.skip')}</a>
      <header className="kring-header">
        <div className="kring-header__row">
          <Link className="kring-brand" href={session?.person ? '/vandaag' : '/'}>
            <Mark />
            <span>
              <span className="kring-brand__name">Kring</span>
              {about && <span className="kring-brand__organisation">{about.organisation.name}</span>}
            </span>
          </Link>
          <HelpNow lines={about?.helpLines} />
        </div>
      </header>
      {session?.person && <Nav session={session} />}
    </>
  );
}

type Entry = { href: string; text: string };

/** Where this person has something to do. */
function entries(session: Session): Entry[] {
  const list = [{ href: '/vandaag', text: t('nav.today') }];
  for (const group of session.groups) list.push({ href: `/groep/${group.id}`, text: group.name });
  if (session.groups.some((group) => group.role !== 'member')) list.push({ href: '/feedback', text: t('nav.feedback') });
  for (const org of session.organisations) {
    if (org.roles.includes('coordinator')) list.push({ href: `/organisatie/${org.id}`, text: t('nav.organisation', { name: org.name }) });
  }
  if (session.groups.some((group) => group.role === 'member')) list.push({ href: '/toestemmingen', text: t('nav.consents') });
  return list;
}

function Nav({ session }: { session: Session }) {
  const [path] = useLocation();
  return (
    <nav className="kring-nav" aria-label={t('nav.label')}>
      <ul className="kring-nav__list">
        {entries(session).map(({ href, text }) => (
          <li key={href}>
            <Link className="kring-nav__link" href={href} aria-current={path === href ? 'page' : path.startsWith(`${href}/`) || undefined}>
              {text}
            </Link>
          </li>
        ))}
        <li><SignOut /></li>
      </ul>
    </nav>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  async function signOut() {
    await api.post('/sign-out').catch(() => undefined);
    sessionStorage.clear();
    go('/');
    queries.clear();
    await queries.invalidateQueries();
  }
  return <button type="button" className="kring-nav__link kring-link-button" onClick={() => void signOut()}>{t('nav.signOut')}</button>;
}
