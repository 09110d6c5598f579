import { t } from '../core/i18n';
import { ButtonLink, Page, Text, useSession } from '../ui';

export function NotFoundPage() {
  const home = useSession()?.person ? '/vandaag' : '/';
  return (
    <Page title={t('notFound.title')}>
      <Text>{t('notFound.text')}</Text>
      <div><ButtonLink kind="primary" href={home}>{t('notFound.home')}</ButtonLink></div>
    </Page>
  );
}
