import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { api, ApiError } from '../../core/api';
import { t } from '../../core/staff-words';
import { facilitatorsQuery, orgGroupsQuery, programmesQuery, sessionQuery } from '../../core/queries';
import type { Facilitator, NewGroup, ProgrammeSummary } from '../../core/types';
import { Alert, Button, Card, Heading, Loaded, Page, Problem, problemText, Text, useSession } from '../../ui';
import { DatesPreview } from './DatesPreview';
import { MainFields, MoreFields, type FieldsProps } from './NewGroupFields';
import { firstDraft } from './draft';

export default function NewGroupPage({ org }: { org: string }) {
  const programmes = useQuery(programmesQuery(org));
  const facilitators = useQuery(facilitatorsQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('newGroup.title')} eyebrow={name} width="wide">
      <Loaded of={programmes}>
        {(plans) => (
          <Loaded of={facilitators}>
            {(guides) => plans.length > 0 && guides.length > 0
              ? <Form org={org} programmes={plans} facilitators={guides} />
              : <Alert kind="warning"><Text>{t('newGroup.notYet')}</Text></Alert>}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

type FormProps = { org: string; programmes: ProgrammeSummary[]; facilitators: Facilitator[] };

function useCreate(org: string) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (group: NewGroup) => api.post<{ id: string }>(`/organisations/${org}/groups`, group),
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries({ queryKey: orgGroupsQuery(org).queryKey });
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      go(`/groep/${id}/uitnodigen`);
    },
  });
}

function Form({ org, programmes, facilitators }: FormProps) {
  const [group, setGroup] = useState(() => firstDraft(programmes, facilitators, Date.now()));
  const create = useCreate(org);
  const field = create.error instanceof ApiError ? create.error.problem.field : undefined;
  const fields: FieldsProps = {
    group,
    programmes,
    facilitators,
    // Another rhythm meets on other days: what was skipped of the old one means nothing there.
    change: (part) => setGroup({ ...group, ...('firstDate' in part || 'everyDays' in part ? { skip: [] } : {}), ...part }),
    errorOf: (name) => (name === field ? problemText(create.error) : undefined),
  };
  const programme = programmes.find(({ id }) => id === group.programmeId);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!create.isPending) create.mutate(group);
  }
  return (
    <form className="kring-split" onSubmit={submit}>
      <div className="kring-form">
        <MainFields {...fields} />
        <MoreFields {...fields} />
        {create.error && <Problem error={create.error} />}
        <div><Button kind="primary" type="submit" busy={create.isPending}>{t('newGroup.create')}</Button></div>
      </div>
      <Card labelledBy="dates">
        <Heading level={2} look={3} id="dates">{t('newGroup.dates')}</Heading>
        {programme && <DatesPreview group={group} programme={programme} skip={(skip) => fields.change({ skip })} />}
      </Card>
    </form>
  );
}
