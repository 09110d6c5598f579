import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function TodayPage() {
  return <Page title={t('today.title')}>{null}</Page>;
}
