import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function InvitePage(_: { group: string }) {
  return <Page title={t('invite.title')}>{null}</Page>;
}
