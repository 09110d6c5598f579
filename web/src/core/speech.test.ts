// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';
import { onVoices, readAloud, say, sentences, voiceFor } from './speech';

type Spoken = { text: string; voice?: { name: string }; lang?: string; onstart?: () => void; onend?: () => void; onerror?: () => void };

const voice = (name: string, lang: string, localService = true) => ({ name, lang, localService });

/** A device with these voices; the test says when a sentence begins and ends. */
function device(...voices: ReturnType<typeof voice>[]) {
  const spoken: Spoken[] = [];
  const synthesis = { getVoices: () => voices, speak: (words: Spoken) => spoken.push(words), cancel: vi.fn() };
  vi.stubGlobal('speechSynthesis', synthesis);
  vi.stubGlobal('SpeechSynthesisUtterance', class { constructor(readonly text: string) {} });
  return { spoken, synthesis };
}

beforeEach(() => vi.unstubAllGlobals());

it('takes a voice of the device in the language, never one that sends the words away', () => {
  device(voice('cloud', 'nl-NL', false), voice('english', 'en-GB'), voice('device', 'nl-BE'));
  expect(voiceFor('nl')?.name).toBe('device');
  expect(voiceFor('en')?.name).toBe('english');
  device(voice('cloud', 'nl-NL', false));
  expect(voiceFor('nl')).toBeUndefined();
});

it('a browser that cannot speak has no voice, and is not listened to', () => {
  expect(voiceFor('nl')).toBeUndefined();
  expect(() => onVoices(() => undefined)()).not.toThrow();
});

it('reads every sentence in order with that voice, tells which, and that it is over', () => {
  const { spoken } = device(voice('device', 'nl-NL'));
  const told: (number | undefined)[] = [];
  readAloud('Adem in. Adem uit!\n\nRust.', 'nl', (sentence) => told.push(sentence));
  for (let i = 0; i < spoken.length; i++) {
    expect(spoken[i]).toMatchObject({ voice: { name: 'device' }, lang: 'nl-NL' });
    spoken[i]?.onstart?.();
    spoken[i]?.onend?.();
  }
  expect(spoken.map(({ text }) => text.trim())).toEqual(['Adem in.', 'Adem uit!', 'Rust.']);
  expect(told).toEqual([0, 1, 3, undefined]); // the empty line between is a part of the text, and is not said
});

it('stops at once when asked, and says nothing after it', () => {
  const { spoken, synthesis } = device(voice('device', 'nl-NL'));
  const told: (number | undefined)[] = [];
  const stop = readAloud('Een. Twee.', 'nl', (sentence) => told.push(sentence));
  spoken[0]?.onstart?.();
  synthesis.cancel.mockClear();
  stop();
  spoken[0]?.onend?.(); // browsers tell of the end of what was cancelled too
  expect(synthesis.cancel).toHaveBeenCalledOnce();
  expect(spoken.length).toBe(1);
  expect(told).toEqual([0, undefined]);
});

it('what was being said stops first; a voice that fails ends it', () => {
  const { spoken, synthesis } = device(voice('device', 'nl-NL'));
  const told: (number | undefined)[] = [];
  readAloud('Een. Twee.', 'nl', (sentence) => told.push(sentence));
  expect(synthesis.cancel).toHaveBeenCalledOnce();
  spoken[0]?.onerror?.();
  expect(told).toEqual([undefined]);
});

it('without a voice nothing is said, and reading is over at once', () => {
  const { spoken } = device(voice('english', 'en-GB'));
  const told: (number | undefined)[] = [];
  readAloud('Een.', 'nl', (sentence) => told.push(sentence));
  say('Bram steekt een hand op.', 'nl');
  expect(spoken).toEqual([]);
  expect(told).toEqual([undefined]);
});

it('sentences together are the text again', () => {
  for (const text of ['', 'Eén zin', 'Om 14.30 uur. Gaat het?  Ja!\n\nNu niet.']) expect(sentences(text).join('')).toBe(text);
});
