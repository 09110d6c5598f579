import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function LicencesPage() {
  return <Page title={t('licences.title')}>{null}</Page>;
}
