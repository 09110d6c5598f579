import { t } from '../../core/i18n';
import { Page } from '../../ui';

export default function MeetingPage(_: { id: string }) {
  return <Page title={t('meeting.title')}>{null}</Page>;
}
