import { useQuery } from '@tanstack/react-query';
import { t } from '../../../core/i18n';
import { memberPlanQuery } from '../../../core/queries';
import { Alert, Card, Loaded, Page, Text } from '../../../ui';
import { PlanText } from './PlanText';

/** A member's safety plan, for a facilitator to whom it is shown. */
export default function MemberPlanPage({ member }: { member: string }) {
  const read = useQuery({ ...memberPlanQuery(member), staleTime: 0 });
  return (
    <Page title={read.data ? t('plan.of', { alias: read.data.alias }) : t('plan.title')}>
      <Loaded of={read}>
        {({ alias, values }) => (
          <>
            <Alert><Text>{t('plan.of.about', { alias })}</Text></Alert>
            <Card>{Object.keys(values).length > 0 ? <PlanText values={values} /> : <Text muted>{t('plan.of.empty')}</Text>}</Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}
