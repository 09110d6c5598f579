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

/** Plays somebody's sound and picture. Without a picture it stays in the page, unseen, for the sound. */
export function OtherVideo({ stream, place, visible, speaker, onBlocked }: OtherVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked();
    });
    return () => {
      element.srcObject = null;
    };
  }, [stream, onBlocked]);
  useEffect(() => {
    if (speaker) void video.current?.setSinkId?.(speaker).catch(() => undefined); // Gone: the browser's own stays.
  }, [speaker]);
  const look = visible ? 'kring-picture__video' : 'kring-picture__video kring-picture__video--unseen';
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- live faces: there is no text of what they say
  return <video ref={video} data-picture={place} className={look} autoPlay playsInline aria-hidden="true" />;
}

/** Begins to play everything anew, for a browser that fell silent or waited for a click. Rejects when it may still not. */
export async function playAgain(): Promise<void> {
  const videos = [...document.querySelectorAll<HTMLVideoElement>('video[data-picture]')];
  await Promise.all(videos.map((video) => {
    const { srcObject } = video;
    video.srcObject = null; // An iPhone that lost its sound to a call needs a new beginning.
    video.srcObject = srcObject;
    return video.play();
  }));
}
