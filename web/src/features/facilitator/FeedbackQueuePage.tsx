import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function FeedbackQueuePage() {
  return <Page title={t('feedback.title')}>{null}</Page>;
}
