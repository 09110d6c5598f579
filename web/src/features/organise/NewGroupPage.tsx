import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function NewGroupPage(_: { org: string }) {
  return <Page title={t('newGroup.title')}>{null}</Page>;
}
