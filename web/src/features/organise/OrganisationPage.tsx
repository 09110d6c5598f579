import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function OrganisationPage(_: { org: string }) {
  return <Page title={t('organise.title')}>{null}</Page>;
}
