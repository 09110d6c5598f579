// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import enFirst from '../i18n/en.json';
import nlFirst from '../i18n/nl.json';
import enNotices from '../i18n/notices.en.json';
import nlNotices from '../i18n/notices.nl.json';
import enStaff from '../i18n/staff.en.json';
import nlStaff from '../i18n/staff.nl.json';
import { hasText, language, setLanguage, t } from './i18n';
import { t as staff } from './staff-words';

const nl = { ...nlFirst, ...nlStaff, ...nlNotices };
const en = { ...enFirst, ...enStaff, ...enNotices };

const root = join(import.meta.dirname, '..');
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
    expect(Object.keys(enFirst)).toEqual(Object.keys(nlFirst));
    expect(Object.keys(enStaff)).toEqual(Object.keys(nlStaff));
    expect(Object.keys(enNotices)).toEqual(Object.keys(nlNotices));
  });

  it('have one place each', () => {
    expect(Object.keys({ ...nlStaff, ...nlNotices }).filter((key) => key in nlFirst || (key in nlStaff && key in nlNotices))).toEqual([]);
  });

  it('ask for the same values in both languages, and are never empty', () => {
    for (const key of Object.keys(nl) as (keyof typeof nl)[]) {
      expect(nl[key].trim() && en[key].trim(), key).not.toBe('');
      expect(names(en[key]), key).toEqual(names(nl[key]));
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
