import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function AboutPage() {
  return <Page title={t('about.title')}>{null}</Page>;
}
