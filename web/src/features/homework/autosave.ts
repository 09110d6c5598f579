// Keeps work safe: on this device at every keystroke, on the server shortly after.
import { ApiError } from '../../core/api';
import { backoff } from '../../core/connection';
import { createStore, type Store } from '../../core/store';
import { askSync } from '../../core/sync';
import { randomName } from '../../core/random';
import type { StepValue, StepValues } from '../../core/types';
import type { Drafts } from './drafts';
import { currentOf } from './put';
import { onlyFilled } from './values';
import { begin, draftOf, unsaved, work, type Draft, type Saved, type Trouble, type Work, type WorkEvent } from './work';

/** How long after the last keystroke a save starts, in milliseconds. */
export const pause = 800;

/** Sends all values, made from revision `rev`, by the page with that name. */
export type Put = (values: StepValues, place: string, rev: number, by: string) => Promise<Saved>;

export class Autosave {
  readonly store: Store<Work, WorkEvent>;
  readonly #put: Put;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #tries = 0;
  #open = false; // the page shows it; a page that is gone tries no more

  /** `draft` is what was left on this device, if anything. */
  constructor(answer: Saved, draft: Draft | undefined, drafts: Drafts, put: Put) {
    this.#put = put;
    this.store = createStore(work, begin(answer, draft, randomName()));
    let last = this.store.get();
    this.store.subscribe(() => {
      const now = this.store.get();
      const same = now.values === last.values && now.rev === last.rev && now.place === last.place && now.savedPlace === last.savedPlace;
      last = now;
      if (same) return;
      if (unsaved(now)) void drafts.write(draftOf(now)).then((kept) => this.store.dispatch({ type: 'kept', kept }));
      else void drafts.remove();
    });
  }

  /** Saves what was left on this device, and from now on when the network comes back or the page goes away. */
  start(): () => void {
    const now = () => void this.#send();
    const hidden = () => document.visibilityState === 'hidden' && now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', hidden);
    this.#open = true;
    now();
    return () => {
      this.#open = false;
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', hidden);
      clearTimeout(this.#timer);
      now();
    };
  }

  typed(step: string, value: StepValue | undefined) {
    this.store.dispatch({ type: 'typed', step, value });
    this.#soon(pause);
  }

  chosen(step: string, value: StepValue | undefined) {
    this.store.dispatch({ type: 'chosen', step, value });
    this.#soon(0);
  }

  /** The answer was read again. What was read before the last save is old news. */
  seen(answer: Saved) {
    if (answer.rev > this.store.get().rev) this.store.dispatch({ type: 'newer', answer });
  }

  /** A hand-in was refused because the answer changed elsewhere. */
  stale(current: Saved) {
    this.store.dispatch({ type: 'newer', answer: current });
  }

  /** Saves all there is now; false when something stands in the way, which the state says. */
  async flush(): Promise<boolean> {
    while (unsaved(this.store.get())) {
      await this.#send();
      if (this.store.get().trouble || this.store.get().clashes.length > 0) return false;
    }
    return this.store.get().clashes.length === 0;
  }

  #soon(wait: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), wait);
  }

  /** One save at a time; who asks meanwhile waits for that one. */
  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sending ??= this.#save().finally(() => {
      this.#sending = undefined;
      this.#next();
    });
    return this.#sending;
  }

  /** What was typed during a save follows; what was lost to the network is tried again while the page is open. */
  #next() {
    const { trouble, clashes } = this.store.get();
    if (trouble?.kind === 'offline' && this.#open) this.#soon(backoff(++this.#tries));
    if (!trouble && clashes.length === 0 && unsaved(this.store.get())) this.#soon(this.#open ? pause : 0);
  }

  async #save() {
    const { values, place, rev, by, clashes } = this.store.get();
    if (clashes.length > 0 || !unsaved(this.store.get())) return;
    this.store.dispatch({ type: 'sending' });
    try {
      const answer = await this.#put(onlyFilled(values), place, rev, by);
      this.#tries = 0;
      this.store.dispatch({ type: 'saved', answer });
    } catch (error) {
      const current = currentOf(error);
      if (troubleOf(error).kind === 'offline') void askSync();
      this.store.dispatch(current ? { type: 'newer', answer: current } : { type: 'failed', trouble: troubleOf(error) });
    }
  }
}

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500) return { kind: 'offline' };
  if (error.status === 401) return { kind: 'signedOut' };
  const { field } = error.problem;
  return { kind: 'refused', code: error.code, ...(field !== undefined && { field }) };
}
