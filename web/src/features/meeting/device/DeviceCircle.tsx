import { LogOut } from 'lucide-react';
import { useCallback, useState } from 'react';
import { t } from '../../../core/meeting-words';
import { Page } from '../../../ui';
import { ConnectionLine } from '../ConnectionLine';
import { CameraControl, Control, Controls, MicrophoneControl } from '../Control';
import { DeviceProblems } from '../DeviceProblems';
import { Faces } from '../Faces';
import { NewsLine, SpokenNews } from '../NewsLine';
import { ScreenPlace } from '../ScreenPlace';
import { SoundRecovery } from '../SoundRecovery';
import type { StageProps } from '../stage';
import { Lead } from '../stage/Lead';
import { FilmStage } from '../stage/FilmStage';
import '../stage/shared.css';
import { useAwake } from '../useAwake';
import { useHearing, useShownPictures } from '../useHearing';
import { heard, screenOwner } from '../view';

/** The meeting on the device in the room: everybody in view and the step of now. The rest each person has on the own phone. */
export function DeviceCircle({ session, view, meeting, eyebrow, speaker }: StageProps) {
  const { room, ahead } = view;
  const hearing = useHearing(session, view);
  const [blocked, setBlocked] = useState(false);
  const onBlocked = useCallback(() => setBlocked(true), []);
  const toggle = (kind: 'microphone' | 'camera') => void session.toggle(kind);
  useShownPictures(session.pictures);
  useAwake();
  if (!room) return null;
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className="kring-meeting">
        <div className="kring-meeting__column"><Lead session={session} room={room} ahead={ahead} silent /></div>
        <div className="kring-meeting__main">
          <div className="kring-meeting__line"><ConnectionLine session={session} link={view.media?.link} heard={hearing} /><NewsLine news={view.news} /></div>
          <DeviceProblems state={view.own} own={session.own} folded />
          <SoundRecovery blocked={blocked} deaf={hearing.deaf} onPlayed={(played) => setBlocked(!played)} />
          <ScreenPlace {...{ session, view, speaker, onBlocked }} out={hearing.screenOut} />
          {room.film && <FilmStage meeting={room.meeting} film={room.film} ahead={ahead} />}
          <Faces {...{ session, view, speaker, onBlocked }} out={hearing.out} small={Boolean(room.film) || screenOwner(room) !== undefined} />
        </div>
        <Controls>
          <MicrophoneControl on={heard(view)} toggle={toggle} />
          <CameraControl on={view.own.camera.on} toggle={toggle} />
          <Control icon={LogOut} label={t('meeting.leave')} danger onClick={() => session.leave()} />
        </Controls>
      </div>
      <SpokenNews news={view.news} />
    </Page>
  );
}
