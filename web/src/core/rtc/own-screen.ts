/** A screen, window or tab that the person chose to show, with its sound if there is any. */
export interface OwnScreen {
  picture: MediaStreamTrack;
  sound: MediaStreamTrack | null;
}

/** Phones cannot. */
export function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}

/**
 * Lets the person choose, in the browser's own window; undefined when she chose nothing. Call it from a click. The sound
 * is taken as it is: what makes a voice clear spoils music.
 */
export async function chooseScreen(): Promise<OwnScreen | undefined> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const [picture] = stream.getVideoTracks();
    const [sound = null] = stream.getAudioTracks();
    if (!picture) return undefined;
    picture.contentHint = 'detail'; // Letters before smoothness.
    if (sound) sound.contentHint = 'music';
    return { picture, sound };
  } catch {
    return undefined; // Waved away, or the system does not allow it: the browser has said so itself.
  }
}
