import { t } from '../../core/meeting-words';
import { Button, Card, Page, Text } from '../../ui';
import { Alarms } from './care/Alarms';
import { Refusal } from './Refusal';
import type { StageProps } from './stage';
import { WaitingList } from './WaitingList';
import { OwnDevices } from './WaitingRoom';

/** A facilitator before the meeting is open: sees who waits, and opens when she is ready. */
export function Lobby({ session, view, meeting, eyebrow }: StageProps) {
  return (
    <Page title={t('meeting.lobby.title')} eyebrow={eyebrow}>
      <Alarms session={session} view={view} />
      <Card main>
        <Text lead>{t('meeting.lobby.text')}</Text>
        <Button kind="primary" wide onClick={() => void session.open()}>{t('meeting.lobby.open')}</Button>
        <Refusal code={view.refused} />
      </Card>
      <WaitingList room={view.room} wish={(wish) => void session.wish(wish)} />
      {meeting.kind !== 'chat' && <OwnDevices session={session} view={view} />}
      <div><Button onClick={() => session.leave()}>{t('meeting.leave')}</Button></div>
    </Page>
  );
}
