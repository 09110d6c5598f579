/** A camera's picture with what is behind the person blurred. */
export interface Veiled {
  track: MediaStreamTrack;
  /** Ends the blurred track; the camera itself goes on. */
  lift(): void;
}

/** What blurs when a camera cannot do so itself; tests stand in for it. */
export interface Veil {
  able(): boolean;
  /** Resolves with the first blurred picture. Rejects when this device cannot do it, or not in time. */
  over(camera: MediaStreamTrack): Promise<Veiled>;
}

const rate = 15;
const patience = 30_000; // ms, for 3 MB on a slow line

/** Blurs in the page: finds the person in each picture, and draws the rest from a copy of a few points wide. */
export const pageVeil: Veil = {
  able: () => 'captureStream' in HTMLCanvasElement.prototype && 'WebAssembly' in window,
  over: (camera) => {
    let late: ReturnType<typeof setTimeout>;
    const begun = begin(camera);
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => {
        void begun.then((veiled) => veiled.lift(), () => undefined);
        reject(new Error('it takes too long'));
      }, patience);
    });
    return Promise.race([begun, tooLate]).finally(() => clearTimeout(late));
  },
};

async function begin(camera: MediaStreamTrack): Promise<Veiled> {
  const { newFinder } = await import('./segment');
  const source = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  source.srcObject = new MediaStream([camera]);
  await source.play();
  const picture = document.createElement('canvas');
  picture.width = source.videoWidth;
  picture.height = source.videoHeight;
  const rest = document.createElement('canvas');
  rest.width = 24;
  rest.height = Math.max(1, Math.round((24 * picture.height) / picture.width));
  const onPicture = picture.getContext('2d');
  const onRest = rest.getContext('2d');
  if (!onPicture || !onRest) throw new Error('no canvas');

  let first = (): void => undefined;
  const shown = new Promise<void>((resolve) => (first = resolve));
  const finder = await newFinder(({ image, segmentationMask }) => {
    const { width, height } = picture;
    onRest.drawImage(image, 0, 0, rest.width, rest.height);
    onPicture.globalCompositeOperation = 'copy';
    onPicture.drawImage(segmentationMask, 0, 0, width, height);
    onPicture.globalCompositeOperation = 'source-in';
    onPicture.drawImage(image, 0, 0, width, height);
    onPicture.globalCompositeOperation = 'destination-over';
    onPicture.drawImage(rest, 0, 0, width, height);
    first();
  });

  let running = true;
  let failed = (_: unknown): void => undefined;
  const broken = new Promise<never>((_, reject) => (failed = reject));
  broken.catch(() => undefined);
  const step = async (): Promise<void> => {
    if (!running) return;
    const begun = performance.now();
    try {
      await finder.send({ image: source });
    } catch (error) {
      return failed(error); // The last blurred picture stays: never an unblurred one.
    }
    setTimeout(() => void step(), Math.max(0, 1000 / rate - (performance.now() - begun)));
  };
  const stream = picture.captureStream(rate);
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('no track');
  const lift = (): void => {
    running = false;
    track.stop();
    source.srcObject = null;
    void finder.close();
  };
  void step();
  try {
    await Promise.race([shown, broken]);
  } catch (error) {
    lift();
    throw error;
  }
  return { track, lift };
}
