// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { localDrafts } from './drafts';
import { nobodysDraft, takeAlong } from './nobody';
import { begin } from './work';

const module = 'programma.2.rust';
const draft = { base: {}, rev: 0, values: { afspraak: { text: 'na het eten' } }, place: 'afspraak' };
const empty = { rev: 0, status: 'new' as const, values: {}, place: '', handedInAt: 0, feedback: {} };

beforeEach(() => localStorage.clear());

it('takes work along to the person once, and leaves nothing behind', () => {
  nobodysDraft(module).write(draft);
  takeAlong('anna', module);
  expect(localDrafts('anna', module).read()).toEqual(draft);
  expect(nobodysDraft(module).read()).toBeUndefined();
  localDrafts('anna', module).remove();
  takeAlong('anna', module);
  takeAlong('bram', module);
  expect(localStorage.length).toBe(0);
});

it('becomes work that the server does not have yet, and a clash with what is there', () => {
  expect(begin(empty, draft)).toMatchObject({ values: draft.values, base: {}, rev: 0, clashes: [] });
  const stored = { ...empty, rev: 3, status: 'draft' as const, values: { afspraak: { text: 'ochtend' } } };
  expect(begin(stored, draft).clashes).toEqual([{ step: 'afspraak', mine: { text: 'na het eten' }, theirs: { text: 'ochtend' } }]);
});

it('overwrites nothing of the person that waits here', () => {
  const own = { ...draft, values: { afspraak: { text: 'eigen' } } };
  localDrafts('anna', module).write(own);
  nobodysDraft(module).write(draft);
  takeAlong('anna', module);
  expect(localDrafts('anna', module).read()).toEqual(own);
  expect(nobodysDraft(module).read()).toEqual(draft);
});

it('keeps the work where it was when the browser is full', () => {
  nobodysDraft(module).write(draft);
  const full: Storage = Object.assign(Object.create(localStorage) as Storage, {
    getItem: (key: string) => localStorage.getItem(key),
    removeItem: (key: string) => localStorage.removeItem(key),
    setItem: () => { throw new DOMException('full', 'QuotaExceededError'); },
  });
  takeAlong('anna', module, full);
  expect(nobodysDraft(module).read()).toEqual(draft);
});
