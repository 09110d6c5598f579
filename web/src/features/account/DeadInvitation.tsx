import { t } from '../../core/i18n';
import { Alert, ButtonLink, Page, Text } from '../../ui';

/** An invitation that was used, withdrawn, is over or never was: all alike. */
export function DeadInvitation() {
  return (
    <Page title={t('invitation.dead.title')}>
      <Alert kind="warning"><Text>{t('invitation.dead.text')}</Text></Alert>
      <div><ButtonLink kind="primary" href="/inloggen">{t('signIn.dead.code')}</ButtonLink></div>
    </Page>
  );
}
