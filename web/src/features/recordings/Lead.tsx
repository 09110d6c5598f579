import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { groupOfRecording, recordingQuery } from '../../core/queries';
import { day } from '../../core/time';
import type { RecordingView } from '../../core/types';
import { Button, Card, Dialog, Heading, List, ListItem, Problem, Switch, Text, TextBox, useSession } from '../../ui';

/** What a facilitator decides about a recording. */
export function Lead({ recording }: { recording: RecordingView }) {
  const session = useSession();
  const group = useQuery(groupOfRecording(recording.meetingId)).data?.groupId;
  const leads = session?.groups.some(({ id, role }) => id === group && role !== 'member');
  return leads ? <Tools recording={recording} /> : null;
}

function Tools({ recording }: { recording: RecordingView }) {
  const [deleting, setDeleting] = useState(false);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSuccess: () => queries.invalidateQueries({ queryKey: recordingQuery(recording.id).queryKey }),
  });
  const path = `/recordings/${recording.id}`;
  return (
    <Card>
      <Heading level={2} look={3}>{t('recordings.lead')}</Heading>
      {change.error && <Problem error={change.error} />}
      <Switch label={t('recordings.hide')} words={{ on: t('recordings.hide.on'), off: t('recordings.hide.off') }} checked={recording.hidden} onChange={() => change.mutate(() => api.patch(path, { hidden: !recording.hidden }))} />
      <CutForm busy={change.isPending} cut={(from, to) => change.mutate(() => api.post(`${path}/cuts`, { from, to }))} />
      <Heading level={3}>{t('recordings.viewers')}</Heading>
      {recording.viewers.length === 0 ? <Text muted>{t('recordings.viewers.none')}</Text> : (
        <List>{recording.viewers.map((one) => <ListItem key={one.alias}>{t('recordings.viewer', { alias: one.alias, percent: one.seen, day: day(one.last) })}</ListItem>)}</List>
      )}
      <div><Button negative small onClick={() => setDeleting(true)}>{t('recordings.delete')}</Button></div>
      <Dialog open={deleting} title={t('recordings.delete')} onClose={() => setDeleting(false)}>
        <div className="kring-stack">
          <Text>{t('recordings.delete.text')}</Text>
          <div><Button negative onClick={() => change.mutate(() => api.remove(path).then(() => { history.back(); }))}>{t('recordings.delete')}</Button></div>
        </div>
      </Dialog>
    </Card>
  );
}

/** "1:30" in milliseconds. */
function moment(text: string): number {
  const [minutes = '0', seconds = '0'] = text.split(':');
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}

function CutForm({ busy, cut }: { busy: boolean; cut: (from: number, to: number) => void }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    cut(moment(from), moment(to));
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Text>{t('recordings.cut.text')}</Text>
      <div className="kring-columns">
        <TextBox label={t('recordings.cut.from')} required pattern="\d{1,3}:[0-5]\d" value={from} onChange={(event) => setFrom(event.target.value)} />
        <TextBox label={t('recordings.cut.to')} required pattern="\d{1,3}:[0-5]\d" value={to} onChange={(event) => setTo(event.target.value)} />
      </div>
      <div><Button small type="submit" busy={busy}>{t('recordings.cut')}</Button></div>
    </form>
  );
}
