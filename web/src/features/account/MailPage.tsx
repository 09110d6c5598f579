import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function MailPage() {
  return <Page title={t('mail.title')}>{null}</Page>;
}
