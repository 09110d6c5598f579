// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../core/api';
import type { AnswerView, StepValues } from '../../core/types';
import { Autosave, pause } from './autosave';
import { localDrafts } from './drafts';

const offline = () => new ApiError({ status: 0, code: 'offline', title: 'offline' });

/** A server with one answer: compare-and-set on its revision, as the real one. */
function server() {
  const view: AnswerView = { rev: 0, status: 'new', values: {}, place: '', handedInAt: 0, feedback: {} };
  const state = { view, reachable: true, puts: 0 };
  const put = async (values: StepValues, place: string, rev: number): Promise<AnswerView> => {
    state.puts++;
    await Promise.resolve();
    if (!state.reachable) throw offline();
    if (rev !== state.view.rev) throw new ApiError({ status: 409, title: 'Conflict', code: 'answer.stale', current: state.view });
    state.view = { ...state.view, status: 'draft', rev: rev + 1, values: structuredClone(values), place };
    return state.view;
  };
  return { state, put };
}

const drafts = () => localDrafts('person', 'module');
const text = (save: Autosave) => save.store.get().values.write?.text;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

describe('autosave', () => {
  it('keeps a keystroke here at once, sends a pause later, and then leaves nothing on the device', async () => {
    const { state, put } = server();
    const save = new Autosave(state.view, drafts(), put);
    save.typed('write', { text: 'h' });
    save.typed('write', { text: 'ho' });
    expect(drafts().read()?.values).toEqual({ write: { text: 'ho' } });
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(state.puts).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.puts).toBe(1);
    expect(state.view.values).toEqual({ write: { text: 'ho' } });
    expect(localStorage).toHaveLength(0);
  });

  it('tries again by itself until the network is back', async () => {
    const { state, put } = server();
    state.reachable = false;
    const save = new Autosave(state.view, drafts(), put);
    const stop = save.start();
    save.typed('write', { text: 'hoi' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state.puts).toBeGreaterThan(2);
    expect(drafts().read()?.values).toEqual({ write: { text: 'hoi' } });
    state.reachable = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state.view.values).toEqual({ write: { text: 'hoi' } });
    expect(save.store.get().trouble).toBeUndefined();
    stop();
  });

  it('a page that is left tries no more, and keeps the words for the next time', async () => {
    const { state, put } = server();
    state.reachable = false;
    const save = new Autosave(state.view, drafts(), put);
    const stop = save.start();
    save.typed('write', { text: 'hoi' });
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.puts).toBe(1);
    expect(drafts().read()?.values).toEqual({ write: { text: 'hoi' } });
  });

  it('a closed page goes on with what it had', async () => {
    const { state, put } = server();
    state.reachable = false;
    new Autosave(state.view, drafts(), put).typed('write', { text: 'nog niet weg' });
    state.reachable = true;
    const next = new Autosave(state.view, drafts(), put);
    expect(text(next)).toBe('nog niet weg');
    const stop = next.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.view.values).toEqual({ write: { text: 'nog niet weg' } });
    stop();
  });

  it('two devices in different steps both win', async () => {
    const { state, put } = server();
    const phone = new Autosave(state.view, localDrafts('person', 'phone'), put);
    const laptop = new Autosave(state.view, localDrafts('person', 'laptop'), put);
    phone.typed('write', { text: 'telefoon' });
    await phone.flush();
    laptop.typed('feel', { number: 4 });
    expect(await laptop.flush()).toBe(true);
    expect(state.view.values).toEqual({ write: { text: 'telefoon' }, feel: { number: 4 } });
    expect(text(laptop)).toBe('telefoon');
  });

  it('two devices in the same step: nothing is sent until the person chooses', async () => {
    const { state, put } = server();
    const phone = new Autosave(state.view, localDrafts('person', 'phone'), put);
    const laptop = new Autosave(state.view, localDrafts('person', 'laptop'), put);
    phone.typed('write', { text: 'telefoon' });
    await phone.flush();
    laptop.typed('write', { text: 'laptop' });
    expect(await laptop.flush()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.view.values).toEqual({ write: { text: 'telefoon' } });
    laptop.chosen('write', { text: 'telefoon en laptop' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.view.values).toEqual({ write: { text: 'telefoon en laptop' } });
    expect(state.view.rev).toBe(2);
  });

  it('an answer read before the last save does not turn the page back', async () => {
    const { state, put } = server();
    const before = state.view;
    const save = new Autosave(before, drafts(), put);
    save.typed('write', { text: 'nieuw' });
    await save.flush();
    save.seen(before);
    expect(text(save)).toBe('nieuw');
  });

  it('after signing out it waits, and says so', async () => {
    const { state } = server();
    const save = new Autosave(state.view, drafts(), () => Promise.reject(new ApiError({ status: 401, title: 'Unauthorized' })));
    save.typed('write', { text: 'hoi' });
    expect(await save.flush()).toBe(false);
    expect(save.store.get().trouble).toEqual({ kind: 'signedOut' });
    expect(drafts().read()?.values).toEqual({ write: { text: 'hoi' } });
  });

  it('a browser that keeps nothing still saves', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { state, put } = server();
    const save = new Autosave(state.view, drafts(), put);
    save.typed('write', { text: 'hoi' });
    expect(await save.flush()).toBe(true);
    expect(state.view.values).toEqual({ write: { text: 'hoi' } });
  });
});
