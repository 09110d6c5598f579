import { useQueryClient } from '@tanstack/react-query';
import { api } from '../core/api';
import { language, setLanguage, t } from '../core/i18n';
import type { Language } from '../core/types';
import { Link, useSession } from '../ui';

export function Footer() {
  return (
    <footer className="kring-footer">
      <div className="kring-footer__row">
        <ul className="kring-footer__links">
          <li><Link href="/zelfhulp">{t('selfhelp.title')}</Link></li>
          <li><a className="nl-link" href="/aanbod">{t('footer.groups')}</a></li>
          <li><Link href="/wie">{t('footer.who')}</Link></li>
          <li><Link href="/wie#contact">{t('footer.contact')}</Link></li>
          <li><Link href="/wie#klacht">{t('footer.complaint')}</Link></li>
          <li><Link href="/licenties">{t('footer.licences')}</Link></li>
        </ul>
        <LanguageSwitch />
      </div>
    </footer>
  );
}

/** The other language: for this browser, and for the person when signed in, so that the server's texts follow. */
function LanguageSwitch() {
  const signedIn = useSession()?.person !== undefined;
  const queries = useQueryClient();
  const other: Language = language() === 'nl' ? 'en' : 'nl';
  async function change() {
    await setLanguage(other);
    if (!signedIn) return;
    await api.put('/session/language', { lang: other }).catch(() => undefined);
    await queries.invalidateQueries();
  }
  return (
    <button type="button" className="kring-link-button" lang={other} onClick={() => void change()}>
      {other === 'en' ? 'English' : 'Nederlands'}
    </button>
  );
}
