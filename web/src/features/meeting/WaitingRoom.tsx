import { t } from '../../core/meeting-words';
import { clock, day, daysBetween } from '../../core/time';
import type { MeetingState } from '../../core/wire';
import { Alert, Button, Card, Page, Text } from '../../ui';
import { CheckIn } from './care/CheckIn';
import { CameraControl, Controls, MicrophoneControl } from './Control';
import { DeviceProblems } from './DeviceProblems';
import { OwnPicture } from './OwnPicture';
import type { StageProps } from './stage';

/** "om 19:30", or with its day when that is not today. */
function when(startAt: number, now: number): string {
  const values = { day: day(startAt), time: clock(startAt) };
  return daysBetween(now, startAt) === 0 ? t('meeting.waiting.today', values) : t('meeting.waiting.later', values);
}

function explanation(room: MeetingState, startAt: number): string {
  if (room.phase !== 'open') return t('meeting.waiting.planned', { when: when(startAt, room.serverTime) });
  return room.locked ? t('meeting.waiting.locked') : t('meeting.waiting.open');
}

/** Quiet waiting: who knows that you are here, what happens next, and that nothing is asked of you. */
export function WaitingRoom({ session, view, meeting, eyebrow }: StageProps) {
  return (
    <Page title={t('meeting.waiting.title')} eyebrow={eyebrow}>
      <Card main>
        <div role="status">{view.room && <Text lead>{explanation(view.room, meeting.startAt)}</Text>}</div>
        <Text>{t('meeting.waiting.private')}</Text>
      </Card>
      {view.room?.notice && <Alert title={t('meeting.notice')}><Text prose>{view.room.notice.text}</Text></Alert>}
      {view.room?.you.role === 'member' && <CheckIn meeting={meeting} />}
      {meeting.kind !== 'chat' && <OwnDevices session={session} view={view} />}
      <div><Button onClick={() => session.leave()}>{t('meeting.leave')}</Button></div>
    </Page>
  );
}

/** Admitted: one button, which is also the click that browsers want before they play sound. */
export function Ready({ session, view, meeting, eyebrow }: StageProps) {
  const others = view.room?.seats.filter((seat) => seat.id !== view.room?.you.id && seat.connected).length ?? 0;
  return (
    <Page title={t('meeting.ready.title')} eyebrow={eyebrow}>
      <Card main>
        <Text lead>{t(meeting.kind === 'chat' ? 'meeting.ready.chat' : 'meeting.ready.text')}</Text>
        <Text>{t('meeting.ready.present', { count: others })}</Text>
        <Button kind="primary" wide onClick={() => session.join()}>{t('meeting.ready.join')}</Button>
      </Card>
      {view.room?.you.role === 'member' && <CheckIn meeting={meeting} />}
      {meeting.kind !== 'chat' && <OwnDevices session={session} view={view} />}
      <div><Button onClick={() => session.leave()}>{t('meeting.leave')}</Button></div>
    </Page>
  );
}

/** How the others will see and hear you, with the way to change it. */
export function OwnDevices({ session, view }: Pick<StageProps, 'session' | 'view'>) {
  const toggle = (kind: 'microphone' | 'camera') => void session.toggle(kind);
  return (
    <section className="kring-own" aria-label={t('meeting.check.picture')}>
      <OwnPicture track={view.own.camera.track} />
      <Controls>
        <MicrophoneControl on={view.own.microphone.on} toggle={toggle} />
        <CameraControl on={view.own.camera.on} toggle={toggle} />
      </Controls>
      <DeviceProblems state={view.own} own={session.own} />
    </section>
  );
}
