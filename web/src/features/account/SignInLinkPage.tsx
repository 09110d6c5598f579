import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function SignInLinkPage() {
  return <Page title={t('signIn.title')}>{null}</Page>;
}
