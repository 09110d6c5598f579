import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function HomeworkPage(_: { assignment: string }) {
  return <Page title={t('homework.title')}>{null}</Page>;
}
