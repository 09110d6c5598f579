import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { t } from '../../../core/i18n';
import { planQuery } from '../../../core/queries';
import type { PlanView, Session } from '../../../core/types';
import { Card, Heading, List, ListItem, Page, Problem, Switch, Text, useSession } from '../../../ui';
import '../homework.css';
import { OwnPlan } from './OwnPlan';

/** One's own safety plan: to write, and to decide who else may read it. */
export default function PlanPage() {
  const session = useSession();
  return (
    <Page title={t('plan.title')}>
      <Text lead>{t('plan.intro')}</Text>
      <Card main><OwnPlan /></Card>
      {session && <Sharing groups={session.groups.filter((group) => group.role === 'member' && !group.ended)} />}
    </Page>
  );
}

function Sharing({ groups }: { groups: Session['groups'] }) {
  const queries = useQueryClient();
  const { data: plan } = useQuery(planQuery);
  const share = useMutation({
    mutationFn: ({ group, shared }: { group: string; shared: boolean }) => api.put<PlanView>(`/groups/${group}/plan`, { shared }),
    onSuccess: (data) => queries.setQueryData(planQuery.queryKey, data),
  });
  if (!plan || groups.length === 0) return null;
  return (
    <Card>
      <Heading level={2}>{t('plan.who')}</Heading>
      <Text>{t(plan.shared.length > 0 ? 'plan.who.shared' : 'plan.who.private')}</Text>
      <List label={t('plan.who')}>
        {groups.map((group) => (
          <ListItem
            key={group.id}
            action={<Switch
              checked={plan.shared.includes(group.id)} disabled={share.isPending} label={t('plan.share', { group: group.name })}
              words={{ on: t('plan.share.on'), off: t('plan.share.off') }} onChange={(shared) => share.mutate({ group: group.id, shared })}
            />}
          >
            {t('plan.share', { group: group.name })}
          </ListItem>
        ))}
      </List>
      {share.error && <Problem error={share.error} />}
    </Card>
  );
}
