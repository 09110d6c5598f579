import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { reportsQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { ReportedView } from '../../core/types';
import { Button, Card, Choice, Choices, Heading, Loaded, Problem, Text, TextArea } from '../../ui';

const what = ['none', 'removed', 'talked', 'out'] as const;

/** What was reported in a group, for who decides. */
export default function Reports({ group }: { group: string }) {
  const all = useQuery(reportsQuery(group));
  return (
    <Loaded of={all}>
      {(list) => (
        <div className="kring-stack">
          {list.length === 0 && <Text muted>{t('reports.none')}</Text>}
          {list.map((one) => <Report key={one.id} of={one} />)}
        </div>
      )}
    </Loaded>
  );
}

function Report({ of }: { of: ReportedView }) {
  const { id, kind, from, about, words, message, dueAt, escalated, decidedAt, reply, groupId } = of;
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) => api.post(`/reports/${id}/${path}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: reportsQuery(groupId).queryKey }),
  });
  return (
    <Card labelledBy={`report-${id}`}>
      <Heading level={2} look={3} id={`report-${id}`}>{t(`reports.${kind}`, { from: from.alias, about: about.alias })}</Heading>
      <blockquote>{message}</blockquote>
      {words && <Text>{words}</Text>}
      {dueAt !== undefined && <Text><strong>{t('reports.due', { day: day(dueAt), time: clock(dueAt) })}</strong></Text>}
      {decidedAt ? <Text muted>{t('reports.decided')}: {reply}</Text> : (
        <>
          <Decide busy={act.isPending} decide={(body) => act.mutate({ path: 'decision', body })} />
          {!escalated && <div><Button busy={act.isPending} onClick={() => act.mutate({ path: 'escalation', body: {} })}>{t('reports.escalate')}</Button></div>}
        </>
      )}
      {act.error && <Problem error={act.error} />}
    </Card>
  );
}

function Decide({ busy, decide }: { busy: boolean; decide: (body: object) => void }) {
  const [chosen, setChosen] = useState<(typeof what)[number]>('none');
  const [reply, setReply] = useState('');
  const [note, setNote] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy && reply.trim()) decide({ what: chosen, reply: reply.trim(), note: note.trim() });
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Choices legend={t('reports.what')}>
        {what.map((one) => <Choice key={one} type="radio" checked={chosen === one} onChange={() => setChosen(one)} label={t(one === 'none' ? 'reports.none.what' : `reports.${one}`)} />)}
      </Choices>
      <TextArea label={t('reports.reply')} rows={3} value={reply} required onChange={(event) => setReply(event.target.value)} />
      <TextArea label={t('reports.note')} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      <div><Button kind="primary" type="submit" busy={busy}>{t('reports.decide')}</Button></div>
    </form>
  );
}
