import { useEffect, useRef } from 'react';

export type OtherVideoProps = {
  stream: MediaStream;
  /** Whose picture it is: a seat, or SCREEN. The server sends only those that are in view (ShownPictures). */
  place: number;
  visible: boolean;
  speaker: string | undefined;
  /** The browser wants a click before it plays sound. */
  onBlocked: () => void;
};

/**
 * Plays somebody's sound and picture, each in an element of its own: a browser plays nothing of a stream whose picture has
 * yet to begin, and whoever keeps the camera off must be heard. Lips stay in sync: the two come as one stream.
 */
export function OtherVideo({ stream, place, visible, speaker, onBlocked }: OtherVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => begin(video.current, new MediaStream(stream.getVideoTracks()), () => undefined), [stream]);
  useEffect(() => begin(audio.current, new MediaStream(stream.getAudioTracks()), onBlocked), [stream, onBlocked]);
  useEffect(() => {
    if (speaker) void audio.current?.setSinkId?.(speaker).catch(() => undefined); // Gone: the browser's own stays.
  }, [speaker]);
  const look = visible ? 'kring-picture__video' : 'kring-picture__video kring-picture__video--unseen';
  return (
    <>
      <video ref={video} data-picture={place} className={look} muted autoPlay playsInline aria-hidden="true" />
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- live voices: there is no text of what they say */}
      <audio ref={audio} data-sound={place} autoPlay />
    </>
  );
}

/** Plays a stream until the returned function is called. */
function begin(element: HTMLMediaElement | null, stream: MediaStream, onBlocked: () => void): (() => void) | undefined {
  if (!element) return undefined;
  element.srcObject = stream;
  element.play().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked();
  });
  return () => {
    element.srcObject = null;
  };
}

/** Begins to play everything anew, for a browser that fell silent or waited for a click. Rejects when it may still not. */
export async function playAgain(): Promise<void> {
  const sounds = [...document.querySelectorAll<HTMLAudioElement>('audio[data-sound]')];
  await Promise.all(sounds.map((sound) => {
    const { srcObject } = sound;
    sound.srcObject = null; // An iPhone that lost its sound to a call needs a new beginning.
    sound.srcObject = srcObject;
    return sound.play();
  }));
}
