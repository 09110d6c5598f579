import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function ConsentsPage() {
  return <Page title={t('consents.title')}>{null}</Page>;
}
