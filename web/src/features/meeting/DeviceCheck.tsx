import { t } from '../../core/meeting-words';
import { Alert, Button, Card, Page, Text } from '../../ui';
import { BlurChoice } from './BlurChoice';
import { CameraControl, Controls, MicrophoneControl } from './Control';
import { DeviceChoice } from './DeviceChoice';
import { DeviceProblems } from './DeviceProblems';
import { NetworkCheck } from './NetworkCheck';
import { OwnPicture } from './OwnPicture';
import { MicrophoneCheck, SpeakerCheck } from './SoundCheck';
import type { StageProps } from './stage';

/** Before the waiting room: the own picture and sound, for nobody but oneself. The way on is always open. */
export function DeviceCheck({ session, view, eyebrow, speaker, chooseSpeaker }: StageProps) {
  const { own } = view;
  const toggle = (kind: 'microphone' | 'camera') => void session.toggle(kind);
  return (
    <Page title={t('meeting.check.title')} eyebrow={eyebrow} width="wide">
      <Text lead>{t('meeting.check.intro')}</Text>
      {own.asking && <Alert live><Text>{t('meeting.check.asking')}</Text></Alert>}
      <div className="kring-check">
        <div className="kring-stack kring-check__picture">
          <OwnPicture track={own.camera.track} />
          <Controls>
            <MicrophoneControl on={own.microphone.on} toggle={toggle} />
            <CameraControl on={own.camera.on} toggle={toggle} />
          </Controls>
          <BlurChoice state={own} own={session.own} />
          <DeviceProblems state={own} own={session.own} />
        </div>
        <Card>
          <MicrophoneCheck track={own.microphone.track} on={own.microphone.on} />
          <SpeakerCheck speaker={speaker} />
          <NetworkCheck />
          <DeviceChoice state={own} own={session.own} speaker={speaker} chooseSpeaker={chooseSpeaker} />
        </Card>
        <div className="kring-check__go">
          <Button kind="primary" wide onClick={() => session.checked()}>{t('meeting.check.go')}</Button>
        </div>
      </div>
    </Page>
  );
}
