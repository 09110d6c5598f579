import { expect, it } from 'vitest';
import type { Drafts } from './drafts';
import { move } from './nobody';
import { begin, type Draft } from './work';

const draft: Draft = { base: {}, rev: 0, values: { afspraak: { text: 'na het eten' } }, place: 'afspraak', by: 'page' };
const empty = { rev: 0, by: '', values: {}, place: '' };

/** What a device holds of one piece of work. */
function device(held?: Draft, full = false): Drafts {
  return {
    read: async () => held,
    write: async (next) => {
      if (!full) held = next;
      return !full;
    },
    remove: async () => {
      held = undefined;
    },
  };
}

it('takes work along once, and leaves nothing behind', async () => {
  const [nobodys, annas, brams] = [device(draft), device(), device()];
  await move(nobodys, annas);
  await move(nobodys, brams);
  expect([await nobodys.read(), await annas.read(), await brams.read()]).toEqual([undefined, draft, undefined]);
});

it('becomes work that the server does not have yet, and a clash with what is there', () => {
  expect(begin(empty, draft, 'next')).toMatchObject({ values: draft.values, base: {}, rev: 0, clashes: [] });
  const stored = { ...empty, rev: 3, values: { afspraak: { text: 'ochtend' } } };
  expect(begin(stored, draft, 'next').clashes).toEqual([{ step: 'afspraak', mine: { text: 'na het eten' }, theirs: { text: 'ochtend' } }]);
});

it('overwrites nothing of the person that waits here', async () => {
  const own = { ...draft, values: { afspraak: { text: 'eigen' } } };
  const [nobodys, annas] = [device(draft), device(own)];
  await move(nobodys, annas);
  expect([await nobodys.read(), await annas.read()]).toEqual([draft, own]);
});

it('keeps the work where it was when the device is full', async () => {
  const nobodys = device(draft);
  await move(nobodys, device(undefined, true));
  expect(await nobodys.read()).toEqual(draft);
});
