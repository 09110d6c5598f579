import { useQuery } from '@tanstack/react-query';
import { t } from '../../../core/staff-words';
import { facilitatorsQuery, questionnairesQuery } from '../../../core/queries';
import { Link, Loaded, Page, Text, useSession } from '../../../ui';
import { InstrumentCard } from './InstrumentCard';

/** The organisation's questionnaires: whose text is used, what is shown of a score, and who is told of an answer. */
export default function QuestionnairesPage({ org }: { org: string }) {
  const all = useQuery(questionnairesQuery(org));
  const own = useSession()?.organisations.find(({ id }) => id === org);
  const coordinates = own?.roles.includes('coordinator') ?? false;
  const staff = useQuery({ ...facilitatorsQuery(org), enabled: coordinates });
  return (
    <Page title={t('surveys.title')} eyebrow={own?.name}>
      <Text>{t('surveys.about')}</Text>
      <Loaded of={all}>
        {(instruments) => instruments.map((one) => (
          <InstrumentCard key={one.id} org={org} instrument={one} staff={staff.data ?? []} mayConfirm={own?.roles.includes('administrator') ?? false} />
        ))}
      </Loaded>
      {coordinates && <div><Link block href={`/organisatie/${org}`}>{t('surveys.back')}</Link></div>}
    </Page>
  );
}
