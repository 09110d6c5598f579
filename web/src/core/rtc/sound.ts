/** One tone: pitch in Hz, length in seconds. */
interface Note {
  pitch: number;
  length: number;
}

/** Three rising notes: long enough to turn the volume up meanwhile. */
export const TEST_SOUND: Note[] = [
  { pitch: 392, length: 0.45 },
  { pitch: 494, length: 0.45 },
  { pitch: 587, length: 0.9 },
];
/** "Someone is waiting": one soft low tone, that does not startle a group in a quiet moment. */
export const KNOCK: Note[] = [{ pitch: 330, length: 0.5 }];

/**
 * Plays notes on the given loudspeaker (browser default without one). Resolves when the last one has faded; rejects when
 * the browser allows no sound yet. Through a media element because only that can choose a loudspeaker in every browser.
 */
export async function play(notes: readonly Note[], speaker?: string): Promise<void> {
  const context = new AudioContext();
  try {
    const out = context.createMediaStreamDestination();
    let at = context.currentTime + 0.05;
    for (const note of notes) at = schedule(context, out, note, at);
    const element = new Audio();
    element.srcObject = out.stream;
    if (speaker) await element.setSinkId(speaker);
    await Promise.all([context.resume(), element.play()]);
    await new Promise((done) => setTimeout(done, (at - context.currentTime + 0.2) * 1000));
  } finally {
    await context.close();
  }
}

function schedule(context: AudioContext, out: AudioNode, note: Note, at: number): number {
  const tone = new OscillatorNode(context, { frequency: note.pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.2, at + 0.04); // a ramp, because a hard edge clicks
  volume.gain.exponentialRampToValueAtTime(0.001, at + note.length);
  tone.connect(volume).connect(out);
  tone.start(at);
  tone.stop(at + note.length);
  return at + note.length;
}

/** How often the level is told; faster looks nervous and costs an old phone. */
const LEVEL_EVERY_MS = 100;

/**
 * Tells the loudness of a microphone, 0 (silent) to 1 (loud), until the returned function is called. A browser that
 * wants a click first starts telling at the first click or key anywhere on the page.
 */
export function watchLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const wake = () => void context.resume().catch(() => undefined); // Closed again before the browser allowed it.
  document.addEventListener('pointerup', wake); // A finger going down is no permission yet, a finger lifted is.
  document.addEventListener('keydown', wake);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, LEVEL_EVERY_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener('pointerup', wake);
    document.removeEventListener('keydown', wake);
    void context.close();
  };
}

/** Root mean square on a scale of decibels, -60 dB and below as 0, -10 dB and above as 1: as ears hear it. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibel = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibel + 60) / 50));
}

/** Whether this browser lets a person choose the loudspeaker. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}
