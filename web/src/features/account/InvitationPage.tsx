import { useQuery } from '@tanstack/react-query';
import { api } from '../../core/api';
import { language, t } from '../../core/i18n';
import { clock, day } from '../../core/time';
import type { InvitationPreview } from '../../core/types';
import { Alert, Card, Heading, Loading, Page, Text, useLanguage } from '../../ui';
import { DeadInvitation } from './DeadInvitation';
import { useFragment } from './fragment';
import { JoinForm } from './JoinForm';

export default function InvitationPage() {
  const token = useFragment();
  const lang = useLanguage();
  const invitation = useQuery({
    queryKey: ['invitation', token, lang],
    queryFn: () => api.post<InvitationPreview>(`/invitations/preview?lang=${language()}`, { token }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  if (token === '' || invitation.error) return <DeadInvitation />;
  if (!invitation.data) return <Page title={t('invitation.title')}><Loading /></Page>;
  return <Invitation token={token} invitation={invitation.data} />;
}

function Invitation({ token, invitation }: { token: string; invitation: InvitationPreview }) {
  const { group, organisation } = invitation;
  return (
    <Page title={t('invitation.welcome', { group: group.name })} eyebrow={t('invitation.from', { organisation })}>
      <Card>
        <Heading level={2} look={3}>{t('invitation.about')}</Heading>
        <Text>{group.theme}</Text>
        <dl className="kring-facts">
          {group.firstMeetingAt && <div><dt>{t('invitation.start')}</dt><dd>{t('invitation.startAt', { day: day(group.firstMeetingAt), time: clock(group.firstMeetingAt) })}</dd></div>}
          <div><dt>{t('invitation.meetings')}</dt><dd>{t('invitation.rhythm', { count: group.meetings, days: group.rhythm.everyDays })}</dd></div>
          <div><dt>{t('invitation.facilitators', { count: group.facilitators.length })}</dt><dd>{group.facilitators.join(', ')}</dd></div>
        </dl>
        <Text muted>{t('invitation.free')}</Text>
      </Card>
      {group.full
        ? <Alert kind="warning"><Text>{t('invitation.full', { organisation })}</Text></Alert>
        : <JoinForm token={token} invitation={invitation} />}
    </Page>
  );
}
