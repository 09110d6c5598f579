// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { hasText, language, setLanguage, t } from './i18n';
import { t as staff } from './staff-words';

const root = join(import.meta.dirname, '..');
/** Each file of words by its name: "nl" for those of a first page, "meeting.nl" for those that come with a meeting. */
const files = Object.fromEntries(readdirSync(join(root, 'i18n')).map((file) =>
  [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(root, 'i18n', file), 'utf8')) as Record<string, string>]));
const all = (language: string): Record<string, string> =>
  Object.assign({}, ...Object.keys(files).filter((name) => name.split('.').at(-1) === language).map((name) => files[name]));
const nl = all('nl');
const en = all('en');

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'));

/** The {names} that a message asks for. */
function names(text: string): string[] {
  type Node = { type: number; value?: string; options?: Record<string, { value: Node[] }> };
  const walk = (nodes: Node[]): string[] =>
    nodes.flatMap((node) => [
      ...(node.type > 0 && node.type < 7 && node.value ? [node.value] : []),
      ...Object.values(node.options ?? {}).flatMap((option) => walk(option.value)),
    ]);
  return [...new Set(walk(new IntlMessageFormat(text, 'nl', undefined, { ignoreTag: true }).getAst() as Node[]))].sort();
}

describe('the words', () => {
  it('are the same keys in Dutch and English, in the same order', () => {
    expect(Object.keys(files).length).toBeGreaterThan(2);
    for (const name of Object.keys(files)) {
      expect(Object.keys(files[name.replace(/nl$/, 'en')] ?? {}), name).toEqual(Object.keys(files[name.replace(/en$/, 'nl')] ?? {}));
    }
  });

  it('have one place each', () => {
    const dutch = Object.keys(files).filter((name) => name.endsWith('nl')).flatMap((name) => Object.keys(files[name] ?? {}));
    expect(dutch.filter((key, i) => dutch.indexOf(key) !== i)).toEqual([]);
  });

  it('ask for the same values in both languages, and are never empty', () => {
    for (const [key, dutch] of Object.entries(nl)) {
      const english = en[key] ?? '';
      expect(dutch.trim() && english.trim(), key).not.toBe('');
      expect(names(english), key).toEqual(names(dutch));
    }
  });

  it('are all used', () => {
    const text = sources.join('\n');
    // t(`today.when.${x}`) uses every key that begins with today.when.
    const prefixes = [...text.matchAll(/`([a-zA-Z]+\.[a-zA-Z.-]*)\$\{/g)].map((match) => match[1] ?? '');
    const unused = Object.keys(nl).filter(
      (key) => !text.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('are found by a key from outside, also those that load later', () => {
    expect(['role.coordinator', 'attendance.title', 'no.such'].map(hasText)).toEqual([true, true, false]);
  });

  it('change when the language changes', async () => {
    await setLanguage('en');
    expect([t('nav.today'), staff('attendance.title'), document.documentElement.lang]).toEqual(['Today', en['attendance.title'], 'en']);
    await setLanguage('nl');
    expect([t('nav.today'), staff('attendance.title'), language()]).toEqual(['Vandaag', nl['attendance.title'], 'nl']);
  });
});
