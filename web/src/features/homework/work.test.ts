import { describe, expect, it } from 'vitest';
import type { AnswerView } from '../../core/types';
import { begin, draftOf, saveWord, unsaved, work, type Work, type WorkEvent } from './work';

const answer = (rev: number, text: string, place = ''): AnswerView => ({
  rev, by: '', status: 'draft', values: text ? { write: { text } } : {}, place, handedInAt: 0, feedback: {}, sentBack: false, rounds: [], mine: [], questions: {},
});
const run = (state: Work, ...events: WorkEvent[]) => events.reduce(work, state);
const type = (text: string): WorkEvent => ({ type: 'typed', step: 'write', value: { text } });

describe('work', () => {
  it('says in one word how safe it is', () => {
    const fresh = begin(answer(0, ''), undefined, 'here');
    expect(saveWord(fresh)).toBe('nothing');
    const typed = run(fresh, type('hoi'));
    expect(saveWord(typed)).toBe('saving');
    expect(saveWord(run(typed, { type: 'sending' }, { type: 'saved', answer: answer(1, 'hoi', 'write') }))).toBe('saved');
    const lost = run(typed, { type: 'failed', trouble: { kind: 'offline' } });
    expect(saveWord(lost)).toBe('offline');
    expect(saveWord(run(lost, type('hoi!')))).toBe('offline');
  });

  it('what is typed during a save is still to be saved', () => {
    const state = run(begin(answer(0, ''), undefined, 'here'), type('hoi'), { type: 'sending' }, type('hoi allemaal'), { type: 'saved', answer: answer(1, 'hoi', 'write') });
    expect(state.values).toEqual({ write: { text: 'hoi allemaal' } });
    expect(unsaved(state)).toBe(true);
    expect(state.rev).toBe(1);
  });

  it('takes over a newer version when nothing is typed here', () => {
    const state = run(begin(answer(1, 'oud'), undefined, 'here'), { type: 'newer', answer: answer(2, 'nieuw') });
    expect(state.values).toEqual({ write: { text: 'nieuw' } });
    expect(unsaved(state)).toBe(false);
  });

  it('a clash waits for the choice and then saves on top of the other version', () => {
    const clashing = run(begin(answer(1, 'begin'), undefined, 'here'), type('hier'), { type: 'newer', answer: answer(4, 'daar') });
    expect(saveWord(clashing)).toBe('clash');
    expect(clashing.clashes).toEqual([{ step: 'write', mine: { text: 'hier' }, theirs: { text: 'daar' } }]);
    expect(clashing.rev).toBe(1);
    const settled = run(clashing, { type: 'chosen', step: 'write', value: { text: 'hier' } });
    expect(settled.clashes).toEqual([]);
    expect(settled.rev).toBe(4);
    expect(unsaved(settled)).toBe(true);
    const other = run(clashing, { type: 'chosen', step: 'write', value: { text: 'daar' } });
    expect(other.values).toEqual(other.base);
  });

  it('a reload in the middle of a clash finds both versions again', () => {
    const state = run(begin(answer(1, 'begin'), undefined, 'here'), type('hier'), { type: 'newer', answer: answer(4, 'daar') });
    const again = begin(answer(4, 'daar'), draftOf(state), 'later');
    expect(again.clashes).toEqual([{ step: 'write', mine: { text: 'hier' }, theirs: { text: 'daar' } }]);
  });

  it('goes on from what was kept on this device', () => {
    const draft = { base: { write: { text: 'begin' } }, rev: 1, values: { write: { text: 'begin, en in de trein verder' } }, place: 'write', by: 'earlier' };
    const same = begin(answer(1, 'begin'), draft, 'here');
    expect(same.values.write?.text).toBe('begin, en in de trein verder');
    expect(unsaved(same)).toBe(true);
    const arrived = begin(answer(2, 'begin, en in de trein verder', 'write'), draft, 'here');
    expect(arrived.clashes).toEqual([]);
    expect(unsaved(arrived)).toBe(false);
  });

  it('a refused text may be right after a change', () => {
    const refused = run(begin(answer(0, ''), undefined, 'here'), type('x'), { type: 'failed', trouble: { kind: 'refused', code: 'step.too-long', field: 'write' } });
    expect(saveWord(refused)).toBe('refused');
    expect(saveWord(run(refused, type('y')))).toBe('saving');
  });
});
