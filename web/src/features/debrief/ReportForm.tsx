import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, call } from '../../core/api';
import { t, type MessageKey } from '../../core/staff-words';
import { readBackQuery, reportQuery } from '../../core/queries';
import type { ReportLine, ReportView } from '../../core/types';
import { Alert, Button, Card, Choice, Heading, Loaded, Problem, Text, TextArea } from '../../ui';
import './debrief.css';

/** What the five lines are about, and whether they are usually for the group. */
const questions: { label: MessageKey; shared: boolean }[] = [
  { label: 'report.done', shared: true },
  { label: 'report.good', shared: false },
  { label: 'report.hard', shared: false },
  { label: 'report.agreed', shared: true },
  { label: 'report.next', shared: false },
];

/** The facilitators' report. Each line says for whom it is. */
export function ReportForm({ meeting }: { meeting: string }) {
  const report = useQuery(reportQuery(meeting));
  return <Loaded of={report}>{(found) => <Form key={found.rev} meeting={meeting} report={found} />}</Loaded>;
}

function begin({ rev, lines }: ReportView): ReportLine[] {
  return questions.map(({ shared }, i) => (rev > 0 && lines[i]) || { text: '', shared });
}

function Form({ meeting, report }: { meeting: string; report: ReportView }) {
  const [lines, setLines] = useState(() => begin(report));
  const queries = useQueryClient();
  const write = useMutation({
    mutationFn: async () => (await call<ReportView>('PUT', `/meetings/${meeting}/report`, { body: { lines }, ifMatch: String(report.rev) })).data,
    onSuccess: async (stored) => {
      queries.setQueryData(reportQuery(meeting).queryKey, stored);
      await queries.invalidateQueries({ queryKey: readBackQuery(meeting).queryKey });
    },
  });
  const change = (i: number, part: Partial<ReportLine>) => setLines(lines.map((line, at) => (at === i ? { ...line, ...part } : line)));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!write.isPending) write.mutate();
  }
  return (
    <Card labelledBy="report">
      <Heading level={2} id="report">{t('report.title')}</Heading>
      <Text muted>{t('report.about')}</Text>
      <form className="kring-form" onSubmit={submit}>
        {questions.map(({ label }, i) => (
          <div key={label} className="kring-report__line">
            <TextArea rows={2} label={t(label)} maxLength={500} value={lines[i]?.text ?? ''} onChange={(event) => change(i, { text: event.target.value })} />
            <Choice type="checkbox" label={t('report.shared', { line: i + 1 })} checked={lines[i]?.shared ?? false} onChange={(event) => change(i, { shared: event.target.checked })} />
          </div>
        ))}
        {write.error && <Clash error={write.error} take={(stored) => queries.setQueryData(reportQuery(meeting).queryKey, stored)} />}
        <div className="kring-row">
          <Button kind="primary" type="submit" busy={write.isPending}>{t('report.save')}</Button>
          {report.rev > 0 && !write.isPending && <Text small muted>{t('report.saved')}</Text>}
        </div>
      </form>
    </Card>
  );
}

/** Another facilitator wrote meanwhile: hers is shown when that is wanted, this text stays until then. */
function Clash({ error, take }: { error: unknown; take: (stored: ReportView) => void }) {
  const current = error instanceof ApiError ? (error.problem.current as ReportView | undefined) : undefined;
  if (!current) return <Problem error={error} />;
  return (
    <Alert kind="warning" live>
      <Text>{t('report.changed')}</Text>
      <div><Button small onClick={() => take(current)}>{t('report.takeOther')}</Button></div>
    </Alert>
  );
}
