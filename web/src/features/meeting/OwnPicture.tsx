import { useEffect, useRef } from 'react';
import { t } from '../../core/meeting-words';
import { Text } from '../../ui';
import './check.css';

/** The own camera as in a mirror, without sound. */
export function OwnPicture({ track }: { track: MediaStreamTrack | undefined }) {
  return (
    <div className="kring-picture">
      {track ? <MirrorVideo track={track} /> : <Text>{t('meeting.check.cameraOff')}</Text>}
    </div>
  );
}

export function MirrorVideo({ track }: { track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={video} className="kring-picture__video kring-picture__video--own" autoPlay playsInline muted aria-hidden="true" />;
}
