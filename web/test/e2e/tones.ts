import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Everybody's voice in a test: one pure tone each, in Hz, far enough apart to be told apart after Opus. */
export const voices: Record<string, number> = { Marieke: 440, Anna: 700, Bram: 1_100, Carla: 1_700, Daan: 2_500 };

/** The page's microphone gives this person's tone; there is no camera, which costs the computer most, unless it is asked for. */
export async function speakAs(page: Page, alias: string, camera = false): Promise<void> {
  await page.addInitScript(([hertz, pictures]) => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (wanted?.video && !pictures) throw new DOMException('', 'NotFoundError');
      const picture = wanted?.video ? await real({ video: wanted.video }) : new MediaStream();
      if (!wanted?.audio) return picture;
      const context = new AudioContext();
      const voice = new OscillatorNode(context, { frequency: hertz });
      const quieter = new GainNode(context, { gain: 0.4 });
      const out = context.createMediaStreamDestination();
      voice.connect(quieter).connect(out);
      voice.start();
      // Chromium lets a page sound only after a press, and a resume from before one stays open for ever: nothing waits for it.
      const sound = () => context.resume().catch(() => undefined);
      window.addEventListener('click', sound, true);
      void sound();
      return new MediaStream([...out.stream.getTracks(), ...picture.getTracks()]);
    };
  }, [voices[alias] ?? 440, camera] as const);
}

/** Whose voices arrive at this page now: the energy at each known tone, in all that its connection receives. */
export function heardBy(page: Page): Promise<string[]> {
  return page.evaluate(async (known) => {
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 });
    for (const { track } of window.connections.at(-1)?.getReceivers() ?? []) {
      if (track.kind === 'audio') context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    }
    await new Promise((resolve) => setTimeout(resolve, 400)); // Two windows of the analyser: only what sounds now.
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const width = context.sampleRate / analyser.fftSize;
    await context.close();
    const level = (hertz: number) => Math.max(...levels.slice(Math.round(hertz / width) - 2, Math.round(hertz / width) + 3));
    return Object.entries(known).filter(([, hertz]) => level(hertz) > -70).map(([alias]) => alias);
  }, voices);
}

/** This page hears these people, and nobody else. */
export async function hearsOnly(page: Page, ...aliases: string[]): Promise<void> {
  await expect.poll(() => heardBy(page), { timeout: 20_000, interval: 500 }).toEqual(Object.keys(voices).filter((alias) => aliases.includes(alias)));
}
