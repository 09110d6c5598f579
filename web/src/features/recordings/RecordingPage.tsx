import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { recordingQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { RecordingView } from '../../core/types';
import { Alert, Button, Card, Dialog, Heading, Loaded, Page, Problem, Text } from '../../ui';
import { Lead } from './Lead';
import { expiresSoon } from './place';
import { Player } from './Player';
import './recordings.css';

/** One recording: watch it, and leave it. */
export default function RecordingPage({ id }: { id: string }) {
  const recording = useQuery(recordingQuery(id));
  const [now] = useState(Date.now);
  return (
    <Loaded of={recording}>
      {(found) => (
        <Page title={t('recordings.one')} eyebrow={date(found.begunAt)} width="wide">
          {expiresSoon(found.expiresAt, now) && <Alert kind="info"><Text>{t('recordings.expires', { day: date(found.expiresAt) })}</Text></Alert>}
          {found.why && <Alert kind="info"><Text>{t('recordings.cutShort')}</Text></Alert>}
          {found.state === 'ready' ? <Player key={found.version} recording={found} /> : <Making id={id} />}
          <Own recording={found} />
          <Lead recording={found} />
        </Page>
      )}
    </Loaded>
  );
}

/** It is being made, or made again without somebody: that takes a moment. */
function Making({ id }: { id: string }) {
  useQuery({ ...recordingQuery(id), refetchInterval: 2_000 });
  return <Alert kind="info" live><Text>{t('recordings.making')}</Text></Alert>;
}

/** The own decision, which can be taken back at any time. */
function Own({ recording }: { recording: RecordingView }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => api.post(`/recordings/${recording.id}/withdraw`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: recordingQuery(recording.id).queryKey });
      setAsking(false);
    },
  });
  if (recording.yours === 'none') return null;
  return (
    <Card>
      <Heading level={2} look={3}>{t('recordings.own')}</Heading>
      <Text>{t(`recordings.yours.${recording.yours}`)}</Text>
      {recording.yours === 'yes' && <div><Button onClick={() => setAsking(true)}>{t('recordings.withdraw')}</Button></div>}
      <Dialog open={asking} title={t('recordings.withdraw')} onClose={() => setAsking(false)}>
        <div className="kring-stack">
          <Text>{t('recordings.withdraw.text')}</Text>
          {withdraw.error && <Problem error={withdraw.error} />}
          <div><Button negative busy={withdraw.isPending} onClick={() => withdraw.mutate()}>{t('recordings.withdraw.sure')}</Button></div>
        </div>
      </Dialog>
    </Card>
  );
}
