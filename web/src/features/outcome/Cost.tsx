import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { outcomeQuery } from '../../core/queries';
import type { OutcomeView } from '../../core/types';
import { Button, Card, Heading, Problem, TextBox } from '../../ui';

/** What the half year cost, as who pays says; the cost per participant follows from it. */
export function Cost({ org, report }: { org: string; report: OutcomeView }) {
  const [euro, setEuro] = useState(report.costEuro ? String(report.costEuro) : '');
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: () => api.put(`/organisations/${org}/outcomes/${report.period}/cost`, { euro: Number(euro) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: outcomeQuery(org, report.period).queryKey }),
  });
  if (report.figures.reached === undefined) return null;
  function save(event: FormEvent) {
    event.preventDefault();
    keep.mutate();
  }
  return (
    <Card labelledBy="outcome-cost">
      <Heading level={2} look={3} id="outcome-cost">{t('outcome.cost')}</Heading>
      <form className="kring-stack kring-outcome__cost" onSubmit={save}>
        <TextBox label={t('outcome.cost.label')} description={t('outcome.cost.about')} inputMode="numeric" pattern="[0-9]{0,9}" value={euro} onChange={(event) => setEuro(event.target.value)} />
        {keep.error && <Problem error={keep.error} />}
        <div className="kring-row">
          <Button type="submit" busy={keep.isPending}>{t('outcome.cost.save')}</Button>
          <span role="status">{keep.isSuccess && t('outcome.cost.saved')}</span>
        </div>
      </form>
    </Card>
  );
}
