import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

/** What a file imports: paths inside src, or package names. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return found.map((name) => (name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name));
}

/** "ui", "core", "app", "i18n" or "features/chat". */
function layer(path: string): string {
  const [first = '', second] = path.split('/');
  return first === 'features' ? `features/${second}` : first;
}

function offences(of: (file: string) => boolean, allowed: (imported: string, file: string) => boolean): string[] {
  return files.filter(of).flatMap((file) => imports(file).filter((name) => !allowed(name, file)).map((name) => `${file} imports ${name}`));
}

const inside = (name: string) => ['app', 'worker', 'ui', 'core', 'i18n', 'features'].includes(name.split('/')[0] ?? '');
const test = (file: string) => /\.test\.tsx?$/.test(file);

it('a feature imports ui and core, never another feature', () => {
  const allowed = (name: string, file: string) => !inside(name) || ['ui', 'core'].includes(layer(name)) || layer(name) === layer(file);
  expect(offences((file) => file.startsWith('features/'), allowed)).toEqual([]);
});

it('ui imports core only', () => {
  expect(offences((file) => file.startsWith('ui/'), (name) => !inside(name) || ['ui', 'core'].includes(layer(name)))).toEqual([]);
});

it('core knows no React and nothing above it', () => {
  const allowed = (name: string) => !/^(react|wouter|@tanstack|lucide)/.test(name) && (!inside(name) || ['core', 'i18n'].includes(layer(name)));
  expect(offences((file) => file.startsWith('core/') && !test(file), allowed)).toEqual([]);
});
