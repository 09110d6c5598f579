import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function SignInPage() {
  return <Page title={t('signIn.title')}>{null}</Page>;
}
