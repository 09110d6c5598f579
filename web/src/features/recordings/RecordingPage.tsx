import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '../../core/api';
import { t } from '../../core/i18n';
import { meetingQuery, recordingQuery } from '../../core/queries';
import { withdraw } from '../../core/recording';
import { date } from '../../core/time';
import type { RecordingView } from '../../core/types';
import { Alert, Button, ButtonLink, Card, Final, Heading, Link, Loaded, Page, Text } from '../../ui';
import { Lead } from './Lead';
import { daysLeft, expiresSoon } from './place';
import { Player } from './Player';
import './recordings.css';

/** One recording: watch it, leave it, and for who guides: look after it. */
export default function RecordingPage({ id }: { id: string }) {
  const recording = useQuery(recordingQuery(id));
  if (recording.error instanceof ApiError && recording.error.status === 404) return <Gone />;
  return <Loaded of={recording}>{(found) => <Watch recording={found} />}</Loaded>;
}

function Watch({ recording }: { recording: RecordingView }) {
  const meeting = useQuery(meetingQuery(recording.meetingId)).data;
  const [today] = useState(Date.now);
  const place = useRef(0);
  const { id, begunAt, expiresAt, lengthMs } = recording;
  const expires = date(expiresAt);
  return (
    <Page title={meeting?.title ?? t('recordings.one')} eyebrow={meeting && t('recordings.eyebrow', { group: meeting.groupName, number: meeting.number })} width="wide">
      <Text muted>{t('recordings.about', { date: date(begunAt), minutes: minutesOf(lengthMs), expires })}</Text>
      {expiresSoon(expiresAt, today) && <Alert kind="info"><Text>{t('recordings.expires', { left: daysLeft(expiresAt, today), day: expires })}</Text></Alert>}
      {recording.hidden && recording.leads && <Alert kind="info"><Text>{t('recordings.hidden.text')}</Text></Alert>}
      {recording.why && <Alert kind="info"><Text>{t('recordings.cutShort')}</Text></Alert>}
      {recording.state === 'ready' ? <Player key={recording.version} recording={recording} onPlace={(ms) => { place.current = ms; }} /> : <Making id={id} />}
      {!recording.leads && <Text small muted>{t('recordings.log')}</Text>}
      <Own recording={recording} />
      {recording.leads && <Lead recording={recording} here={() => place.current} group={meeting?.groupId ?? ''} />}
      {meeting && <div><Link block href={`/bijeenkomst/${meeting.id}/verslag`}>{t('recordings.toReadBack')}</Link></div>}
    </Page>
  );
}

/** Begun minutes count whole. */
function minutesOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 60_000));
}

/** It is being made, or made again without somebody: that takes a moment. */
function Making({ id }: { id: string }) {
  useQuery({ ...recordingQuery(id), refetchInterval: 1_000 });
  return <Alert kind="info" live><Text>{t('recordings.making')}</Text></Alert>;
}

/** Expired, deleted, or hidden: the same words. */
function Gone() {
  return (
    <Page title={t('recordings.gone')}>
      <Text>{t('recordings.gone.text')}</Text>
      <div><ButtonLink kind="primary" href="/vandaag">{t('meeting.toToday')}</ButtonLink></div>
    </Page>
  );
}

/** The own decision, which can be taken back at any time. */
function Own({ recording: { id, yours } }: { recording: RecordingView }) {
  const queries = useQueryClient();
  if (yours === 'none') return null;
  const leave = () => withdraw(id).then(() => queries.invalidateQueries({ queryKey: recordingQuery(id).queryKey }));
  return (
    <Card labelledBy="own">
      <Heading level={2} look={3} id="own">{t('recordings.own')}</Heading>
      <Text>{t(`recordings.yours.${yours}`)}</Text>
      {yours === 'yes' && (
        <Final title={t('recordings.withdraw')} text={t('recordings.withdraw.text')} sure={t('recordings.withdraw.sure')} soon={t('recordings.withdraw.soon')} act={leave}>
          {(ask) => <div><Button onClick={ask}>{t('recordings.withdraw')}</Button></div>}
        </Final>
      )}
    </Card>
  );
}
