import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function InvitationPage() {
  return <Page title={t('invitation.title')}>{null}</Page>;
}
