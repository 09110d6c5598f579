// One person's work on a module as state: what is typed, what the server has, and what stands between.
import type { AnswerView, StepValue, StepValues } from '../../core/types';
import { merge, sameValues, set, type Clash } from './values';

/** What the server has. */
export type Saved = Pick<AnswerView, 'rev' | 'by' | 'values' | 'place'>;

export type Work = {
  /** What the server confirmed last, and its revision. */
  base: StepValues;
  rev: number;
  savedPlace: string;
  /** What the person sees. */
  values: StepValues;
  place: string;
  /** The page that saves, and the earlier pages whose unconfirmed work it went on with. */
  by: string;
  before: string[];
  /** The device holds what the server has not confirmed; false when it is full or keeps nothing. */
  kept: boolean;
  /** Steps that were filled in elsewhere too; saving waits until each is chosen. */
  clashes: Clash[];
  /** The newer version that clashes, until then. */
  theirs?: Saved;
  sending: boolean;
  trouble?: Trouble;
};

/** Why the last save failed. Only after `offline` is it tried again by itself. */
export type Trouble = { kind: 'offline' | 'signedOut' | 'refused'; code?: string; field?: string };

export type WorkEvent =
  | { type: 'typed'; step: string; value: StepValue | undefined }
  | { type: 'sending' }
  | { type: 'kept'; kept: boolean }
  | { type: 'saved'; answer: Saved }
  /** The server has another version: seen by reading again, or because a save was refused for it. */
  | { type: 'newer'; answer: Saved }
  | { type: 'chosen'; step: string; value: StepValue | undefined }
  | { type: 'failed'; trouble: Trouble };

/** Work that was kept on this device because the server had not confirmed it. */
export type Draft = Pick<Work, 'base' | 'rev' | 'values' | 'place' | 'by'>;

export function begin(answer: Saved, draft: Draft | undefined, by: string): Work {
  const stored: Work = {
    base: answer.values, rev: answer.rev, values: answer.values, by, before: [], kept: true,
    savedPlace: answer.place, place: answer.place, clashes: [], sending: false,
  };
  if (!draft) return stored;
  return newer({ ...stored, ...draft, by, before: [draft.by] }, answer);
}

export function draftOf({ base, rev, values, place, by }: Work): Draft {
  return { base, rev, values, place, by };
}

export function unsaved(work: Work): boolean {
  return work.place !== work.savedPlace || !sameValues(work.values, work.base);
}

export type SaveWord = 'nothing' | 'saving' | 'saved' | 'clash' | 'unkept' | Trouble['kind'];

/** The one thing to say about saving. */
export function saveWord(work: Work): SaveWord {
  if (work.clashes.length > 0) return 'clash';
  if (work.trouble) return work.kept ? work.trouble.kind : 'unkept';
  if (!sameValues(work.values, work.base)) return 'saving';
  return work.rev === 0 ? 'nothing' : 'saved';
}

export function work(state: Work, event: WorkEvent): Work {
  switch (event.type) {
    case 'typed':
      return typed(state, event.step, event.value);
    case 'kept':
      return state.kept === event.kept ? state : { ...state, kept: event.kept };
    case 'sending':
      return { ...state, sending: true };
    case 'saved':
      return { ...without(state, 'trouble'), base: event.answer.values, rev: event.answer.rev, savedPlace: event.answer.place, sending: false };
    case 'newer':
      return newer({ ...without(state, 'trouble'), sending: false }, event.answer);
    case 'chosen':
      return chosen(state, event.step, event.value);
    case 'failed':
      return { ...state, sending: false, trouble: event.trouble };
  }
}

function typed(state: Work, step: string, value: StepValue | undefined): Work {
  const values = { ...state.values };
  set(values, step, value);
  // What the server refused may be right now; what was lost to the network is on its way already.
  const fresh = state.trouble?.kind === 'refused' ? without(state, 'trouble') : state;
  return { ...fresh, values, place: step };
}

function newer(state: Work, answer: Saved): Work {
  if (answer.rev === state.rev && state.clashes.length === 0) return state;
  // An own save whose reply was lost: what came after it here goes on top of it.
  if (answer.by !== '' && [state.by, ...state.before].includes(answer.by)) {
    return { ...without(state, 'theirs'), base: answer.values, rev: answer.rev, savedPlace: answer.place, clashes: [] };
  }
  const { values, clashes } = merge(state.base, state.values, answer.values);
  if (clashes.length > 0) return { ...state, values, clashes, theirs: answer };
  return { ...without(state, 'theirs'), base: answer.values, rev: answer.rev, savedPlace: answer.place, values, clashes };
}

/** `base` stays the common beginning until the last choice, so that a reload finds the same clashes again. */
function chosen(state: Work, step: string, value: StepValue | undefined): Work {
  const values = { ...state.values };
  set(values, step, value);
  const clashes = state.clashes.filter((clash) => clash.step !== step);
  if (clashes.length > 0 || !state.theirs) return { ...state, values, clashes };
  const { values: base, rev, place } = state.theirs;
  return { ...without(state, 'theirs'), base, rev, savedPlace: place, values, clashes };
}

function without<K extends 'theirs' | 'trouble'>(state: Work, key: K): Omit<Work, K> {
  const rest = { ...state };
  delete rest[key];
  return rest;
}
