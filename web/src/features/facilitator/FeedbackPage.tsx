import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function FeedbackPage(_: { answer: string }) {
  return <Page title={t('feedback.title')}>{null}</Page>;
}
