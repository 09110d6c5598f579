import { describe, expect, it } from 'vitest';
import type { Step } from '../../core/types';
import { both, filledIn, merge, missing, onlyFilled, progress, sameValue, sameValues, withFiles } from './values';

const steps: Step[] = [
  { id: 'read', kind: 'text', title: 'Lees' },
  { id: 'feel', kind: 'scale', title: 'Voel', required: true, min: 0, max: 10 },
  { id: 'write', kind: 'long-text', title: 'Schrijf', required: true },
  { id: 'do', kind: 'exercise', title: 'Doe' },
];

describe('values', () => {
  it('counts a zero as an answer and white space as none', () => {
    const values = { feel: { number: 0 }, write: { text: ' \n' } };
    expect(progress(steps, values)).toEqual({ done: 1, total: 3 });
    expect(missing(steps, values).map((step) => step.id)).toEqual(['write']);
    expect(onlyFilled(values)).toEqual({ feel: { number: 0 } });
  });

  it('an emptied field equals one never touched', () => {
    expect(sameValues({ write: { text: '' } }, {})).toBe(true);
    expect(sameValues({ write: { text: 'a' } }, { write: { text: 'b' } })).toBe(false);
    expect(sameValues({ feel: { number: 0 } }, {})).toBe(false);
  });
});

describe('merge', () => {
  const base = { write: { text: 'begin' }, feel: { number: 3 } };

  it('takes what changed in one place only, from each place', () => {
    const mine = { ...base, write: { text: 'begin en meer' } };
    const theirs = { ...base, feel: { number: 8 }, do: { done: true } };
    expect(merge(base, mine, theirs)).toEqual({
      values: { write: { text: 'begin en meer' }, feel: { number: 8 }, do: { done: true } }, clashes: [],
    });
  });

  it('shows a step that changed in both, and keeps mine meanwhile', () => {
    const { values, clashes } = merge(base, { ...base, write: { text: 'telefoon' } }, { ...base, write: { text: 'laptop' } });
    expect(values.write).toEqual({ text: 'telefoon' });
    expect(clashes).toEqual([{ step: 'write', mine: { text: 'telefoon' }, theirs: { text: 'laptop' } }]);
  });

  it('an emptied step clashes with a changed one, and is no clash when both emptied it', () => {
    const { feel } = base;
    expect(merge(base, { feel }, { feel, write: { text: 'laptop' } }).clashes).toHaveLength(1);
    expect(merge(base, { feel }, { feel }).clashes).toEqual([]);
    expect(merge(base, base, { feel }).values).toEqual({ feel });
  });

  it('both texts stay readable under each other', () => {
    expect(both({ step: 'write', mine: { text: 'hier' }, theirs: { text: 'daar\n' } })).toEqual({ text: 'daar\n\nhier' });
    expect(both({ step: 'feel', mine: { number: 1 }, theirs: { number: 2 } })).toBeUndefined();
  });

  it('a thought record that grew in two places keeps both, part by part', () => {
    const start = { thoughts: { parts: { event: { text: 'bus te laat' } } } };
    const mine = { thoughts: { parts: { event: { text: 'bus te laat' }, before: { number: 70 } } } };
    const theirs = { thoughts: { parts: { event: { text: 'bus te laat, weer' } } } };
    expect(merge(start, mine, theirs)).toEqual({
      values: { thoughts: { parts: { event: { text: 'bus te laat, weer' }, before: { number: 70 } } } }, clashes: [],
    });
    const other = { thoughts: { parts: { event: { text: 'bus kwam niet' } } } };
    expect(merge(start, other, theirs).clashes).toHaveLength(1);
  });
});

describe('kinds', () => {
  it('several choices and parts count, empty ones do not', () => {
    expect(sameValue({ choices: [] }, undefined)).toBe(true);
    expect(sameValue({ parts: { event: { text: ' ' } } }, undefined)).toBe(true);
    expect(sameValue({ choices: ['a', 'b'] }, { choices: ['a'] })).toBe(false);
    expect(sameValue({ parts: { after: { number: 0 } } }, {})).toBe(false);
  });
});

describe('files', () => {
  it('go with the answer, whatever is typed beside them', () => {
    const photo = withFiles({ text: 'in de bus' }, ['picture-1']);
    expect(photo).toEqual({ text: 'in de bus', files: ['picture-1'] });
    expect(withFiles(withFiles(undefined, photo?.files), [])).toBeUndefined();
    expect(filledIn({ files: ['picture-1'] })).toBe(true);
    expect(sameValue({ files: ['picture-1'] }, { files: ['picture-2'] })).toBe(false);
  });
});

describe('keeping both versions', () => {
  it('loses no photo of either, and has none twice', () => {
    const mine = { text: 'tablet', files: ['bus', 'tuin'] };
    expect(both({ step: 'write', mine, theirs: { text: 'telefoon', files: ['bus', 'zee'] } })).toEqual({ text: 'telefoon\n\ntablet', files: ['bus', 'zee', 'tuin'] });
    expect(both({ step: 'write', mine, theirs: { text: 'telefoon' } })?.files).toEqual(['bus', 'tuin']);
    expect(both({ step: 'write', mine, theirs: { text: 'tablet', files: ['zee'] } })).toEqual({ text: 'tablet', files: ['zee', 'bus', 'tuin'] });
  });

  it('is not offered with more photos than a step takes', () => {
    expect(both({ step: 'write', mine: { text: 'a', files: ['1', '2', '3'] }, theirs: { text: 'b', files: ['4', '5'] } })).toBeUndefined();
  });
});
