import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function StartPage() {
  return <Page title={t('start.title')}>{null}</Page>;
}
