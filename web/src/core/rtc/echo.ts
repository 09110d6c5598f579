/** How long a voice is on its way: long enough to have finished a short sentence. */
export const ECHO_SECONDS = 2;

/**
 * Plays the own microphone back, two seconds later, on the given loudspeaker, until the returned function is called.
 * Softer than it was said, so that a loudspeaker beside a microphone fades out instead of going round and round.
 */
export function playBack(track: MediaStreamTrack, speaker?: string): () => void {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const delay = new DelayNode(context, { delayTime: ECHO_SECONDS, maxDelayTime: ECHO_SECONDS });
  const volume = new GainNode(context, { gain: 0.6 });
  context.createMediaStreamSource(new MediaStream([track])).connect(delay).connect(volume).connect(out);
  const element = new Audio();
  element.srcObject = out.stream;
  const start = async () => {
    if (speaker) await element.setSinkId(speaker);
    await Promise.all([context.resume(), element.play()]);
  };
  void start().catch(() => undefined); // Closed again before it began.
  return () => {
    element.pause();
    void context.close();
  };
}
