import { language, setLanguage, t } from '../core/i18n';
import { Link } from '../ui';

export function Footer() {
  const other = language() === 'nl' ? 'en' : 'nl';
  return (
    <footer className="kring-footer">
      <div className="kring-footer__row">
        <ul className="kring-footer__links">
          <li><Link href="/wie">{t('footer.who')}</Link></li>
          <li><Link href="/wie#contact">{t('footer.contact')}</Link></li>
          <li><Link href="/wie#klacht">{t('footer.complaint')}</Link></li>
          <li><Link href="/licenties">{t('footer.licences')}</Link></li>
        </ul>
        <button type="button" className="kring-link-button" lang={other} onClick={() => void setLanguage(other)}>
          {other === 'en' ? 'English' : 'Nederlands'}
        </button>
      </div>
    </footer>
  );
}
