// All words come from src/i18n/*.json (ICU MessageFormat). Dutch is loaded at once, English when asked for;
// those of pages that only staff open come with these pages (staff-words.ts).
import { IntlMessageFormat } from 'intl-messageformat';
import nl from '../i18n/nl.json';
import type { Bilingual } from './script';
import type { Language } from './types';

export type MessageKey = keyof typeof nl;
type Values = Record<string, string | number>;

const storageKey = 'kring.language';
const loaders: Record<Language, () => Promise<Record<MessageKey, string>>> = {
  nl: async () => nl,
  en: async () => (await import('../i18n/en.json')).default,
};

let current: Language = 'nl';
let messages: Record<string, string> = nl;
let formats = new Map<string, IntlMessageFormat>();
/** The words that came with a page. */
const later: Record<Language, Record<string, string>> = { nl: {}, en: {} };
const listeners = new Set<() => void>();

/** The text of a key in the language of now. Values fill the {names} of the message. */
export function t(key: MessageKey, values?: Values): string {
  return said(key, values);
}

/** Adds the words of pages that load later, in both languages, and gives the `t` that knows them too. */
export function withWords<Key extends string>(dutch: Record<Key, string>, english: Record<Key, string>): (key: MessageKey | Key, values?: Values) => string {
  Object.assign(later.nl, dutch);
  Object.assign(later.en, english);
  return said;
}

function said(key: string, values?: Values): string {
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(messages[key] ?? later[current][key] ?? key, current, undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  return String(format.format(values));
}

/** A text that the organisation wrote, in the language of now; in the other one where it has no words in this one. */
export function words(text: Bilingual | undefined | null): string {
  return text?.[current] || text?.nl || text?.en || '';
}

/** Whether there are words for a key that came from outside. */
export function hasText(key: string): key is MessageKey {
  return Object.hasOwn(nl, key) || Object.hasOwn(later.nl, key);
}

export function language(): Language {
  return current;
}

/** Loads a language, then tells everyone who listens. The choice stays in this browser. */
export async function setLanguage(next: Language): Promise<void> {
  messages = await loaders[next]();
  current = next;
  formats = new Map();
  document.documentElement.lang = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A browser that keeps nothing still shows the language until the page closes.
  }
  for (const tell of listeners) tell();
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language chosen earlier in this browser, if any. */
export function storedLanguage(): Language | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'nl' || stored === 'en' ? stored : undefined;
  } catch {
    return undefined;
  }
}
