// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { ReadAloud } from './ReadAloud';

type Spoken = { text: string; onstart?: () => void; onend?: () => void };

const local = { name: 'device', lang: 'nl-NL', localService: true };

/** A device that finds its voices when the test says so. */
function device(...found: object[]) {
  const spoken: Spoken[] = [];
  let voices = found;
  let tell: () => void = () => undefined;
  vi.stubGlobal('speechSynthesis', {
    getVoices: () => voices, speak: (words: Spoken) => spoken.push(words), cancel: vi.fn(),
    addEventListener: (_: string, listener: () => void) => { tell = listener; }, removeEventListener: vi.fn(),
  });
  vi.stubGlobal('SpeechSynthesisUtterance', class { constructor(readonly text: string) {} });
  const finds = (...more: object[]) => act(() => {
    voices = more;
    tell();
  });
  return { spoken, finds, cancel: () => vi.mocked(speechSynthesis.cancel) };
}

const shown = (text: string) => render(<><h2 id="step">Adem</h2><ReadAloud text={text} labelId="step">{(spoken) => <p>{`zin ${spoken ?? 'geen'}`}</p>}</ReadAloud></>);

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('has no button without a voice of the device, and has it when the device finds one', () => {
  const { finds } = device({ ...local, localService: false }, { ...local, lang: 'en-GB' });
  shown('Adem in.');
  expect(screen.queryByRole('button')).toBeNull();
  screen.getByText('zin geen');
  finds(local);
  screen.getByRole('button', { name: 'Lees voor', description: 'Adem' });
});

it('reads the text, marks the sentence, and the same button stops it', async () => {
  const { spoken, cancel } = device(local);
  shown('Adem in. Adem uit.');
  await userEvent.click(screen.getByRole('button'));
  expect(spoken[0]?.text.trim()).toBe('Adem in.');
  act(() => spoken[0]?.onstart?.());
  screen.getByText('zin 0');
  cancel().mockClear();
  await userEvent.click(screen.getByRole('button', { name: 'Stop met voorlezen' }));
  expect(cancel()).toHaveBeenCalledOnce();
  screen.getByText('zin geen');
});

it('stops when its page is left', async () => {
  const { cancel } = device(local);
  const { unmount } = shown('Adem in.');
  await userEvent.click(screen.getByRole('button'));
  cancel().mockClear();
  unmount();
  expect(cancel()).toHaveBeenCalledOnce();
});
