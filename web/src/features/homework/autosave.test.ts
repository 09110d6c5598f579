// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../core/api';
import type { AnswerView, StepValues } from '../../core/types';
import { Autosave, pause } from './autosave';
import type { Drafts } from './drafts';
import { both } from './values';
import { saveWord, type Draft } from './work';

const offline = () => new ApiError({ status: 0, code: 'offline', title: 'offline' });

/** A server with one answer: compare-and-set on its revision, as the real one. */
function server() {
  const view: AnswerView = { rev: 0, by: '', status: 'new', values: {}, place: '', handedInAt: 0, feedback: {}, sentBack: false, rounds: [], mine: [], questions: {} };
  const state = { view, reachable: true, loseReplies: false, puts: 0 };
  const put = async (values: StepValues, place: string, rev: number, by: string): Promise<AnswerView> => {
    state.puts++;
    await Promise.resolve();
    if (!state.reachable) throw offline();
    if (rev !== state.view.rev) throw new ApiError({ status: 409, title: 'Conflict', code: 'answer.stale', current: state.view });
    state.view = { ...state.view, status: 'draft', rev: rev + 1, by, values: structuredClone(values), place };
    if (state.loseReplies) throw offline();
    return state.view;
  };
  return { state, put };
}

/** A device: what it holds is there when the page is not. */
function device(full = false) {
  const held: { draft: Draft | undefined } = { draft: undefined };
  const drafts: Drafts = {
    read: async () => held.draft,
    write: async (draft) => {
      if (!full) held.draft = structuredClone(draft);
      return !full;
    },
    remove: async () => void (held.draft = undefined),
  };
  return { held, drafts };
}
type Device = ReturnType<typeof device>;
const open = ({ state, put }: ReturnType<typeof server>, { held, drafts }: Device) => new Autosave(state.view, held.draft, drafts, put);
const text = (save: Autosave) => save.store.get().values.write?.text;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('autosave', () => {
  it('keeps a keystroke here at once, sends a pause later, and then leaves nothing on the device', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    const save = open(net, phone);
    save.typed('write', { text: 'h' });
    save.typed('write', { text: 'ho' });
    expect(phone.held.draft?.values).toEqual({ write: { text: 'ho' } });
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(state.puts).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.puts).toBe(1);
    expect(state.view.values).toEqual({ write: { text: 'ho' } });
    expect(phone.held.draft).toBeUndefined();
  });

  it('tries again by itself until the network is back', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    state.reachable = false;
    const save = open(net, phone);
    const stop = save.start();
    save.typed('write', { text: 'hoi' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state.puts).toBeGreaterThan(2);
    expect(phone.held.draft?.values).toEqual({ write: { text: 'hoi' } });
    state.reachable = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state.view.values).toEqual({ write: { text: 'hoi' } });
    expect(save.store.get().trouble).toBeUndefined();
    stop();
  });

  it('a page that is left tries no more, and keeps the words for the next time', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    state.reachable = false;
    const save = open(net, phone);
    const stop = save.start();
    save.typed('write', { text: 'hoi' });
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.puts).toBe(1);
    expect(phone.held.draft?.values).toEqual({ write: { text: 'hoi' } });
  });

  it('a closed page goes on with what it had', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    state.reachable = false;
    open(net, phone).typed('write', { text: 'nog niet weg' });
    state.reachable = true;
    const next = open(net, phone);
    expect(text(next)).toBe('nog niet weg');
    const stop = next.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.view.values).toEqual({ write: { text: 'nog niet weg' } });
    stop();
  });

  it('two devices in different steps both win', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    const here = open(net, phone);
    const laptop = open(net, device());
    here.typed('write', { text: 'telefoon' });
    await here.flush();
    laptop.typed('feel', { number: 4 });
    expect(await laptop.flush()).toBe(true);
    expect(state.view.values).toEqual({ write: { text: 'telefoon' }, feel: { number: 4 } });
    expect(text(laptop)).toBe('telefoon');
  });

  it('two devices in the same step: nothing is sent until the person chooses', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    const here = open(net, phone);
    const laptop = open(net, device());
    here.typed('write', { text: 'telefoon' });
    await here.flush();
    laptop.typed('write', { text: 'laptop' });
    expect(await laptop.flush()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.view.values).toEqual({ write: { text: 'telefoon' } });
    laptop.chosen('write', { text: 'telefoon en laptop' });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.view.values).toEqual({ write: { text: 'telefoon en laptop' } });
    expect(state.view.rev).toBe(2);
  });

  it('two devices without a network, the same step: both words are there when both are back, also after a reload', async () => {
    const net = server();
    const { state } = net;
    const [phone, tablet] = [device(), device()];
    state.reachable = false;
    const pages = [open(net, phone), open(net, tablet)] as const;
    const stops = pages.map((page) => page.start());
    pages[0].typed('write', { text: 'telefoon' });
    pages[1].typed('write', { text: 'tablet' });
    await vi.advanceTimersByTimeAsync(pause);
    expect(pages.map((page) => saveWord(page.store.get()))).toEqual(['offline', 'offline']);
    state.reachable = true;
    window.dispatchEvent(new Event('online')); // at one moment for both
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.view).toMatchObject({ rev: 1, values: { write: { text: 'telefoon' } } });
    expect(pages.map((page) => saveWord(page.store.get()))).toEqual(['saved', 'clash']);
    for (const stop of stops) stop();

    const again = open(net, tablet);
    const clash = { step: 'write', mine: { text: 'tablet' }, theirs: { text: 'telefoon' } };
    expect(again.store.get().clashes).toEqual([clash]);
    again.chosen('write', both(clash));
    await vi.advanceTimersByTimeAsync(0);
    expect(state.view).toMatchObject({ rev: 2, values: { write: { text: 'telefoon\n\ntablet' } } });
    expect([phone.held.draft, tablet.held.draft]).toEqual([undefined, undefined]);
  });

  it('an answer read before the last save does not turn the page back', async () => {
    const net = server();
    const { state } = net;
    const phone = device();
    const before = state.view;
    const save = new Autosave(before, undefined, phone.drafts, net.put);
    save.typed('write', { text: 'nieuw' });
    await save.flush();
    save.seen(before);
    expect(text(save)).toBe('nieuw');
  });

  it('after signing out it waits, says so, and the words are there after signing in again', async () => {
    const net = server();
    const phone = device();
    const save = new Autosave(net.state.view, undefined, phone.drafts, () => Promise.reject(new ApiError({ status: 401, title: 'Unauthorized' })));
    save.typed('write', { text: 'hoi' });
    expect(await save.flush()).toBe(false);
    expect(save.store.get().trouble).toEqual({ kind: 'signedOut' });
    expect(await open(net, phone).flush()).toBe(true);
    expect(net.state.view.values).toEqual({ write: { text: 'hoi' } });
  });

  it('a full device still saves, and only says so when there is no network either', async () => {
    const net = server();
    const save = open(net, device(true));
    save.typed('write', { text: 'hoi' });
    expect(await save.flush()).toBe(true);
    expect(net.state.view.values).toEqual({ write: { text: 'hoi' } });
    expect(saveWord(save.store.get())).toBe('saved');
    net.state.reachable = false;
    save.typed('write', { text: 'hoi!' });
    expect(await save.flush()).toBe(false);
    expect(saveWord(save.store.get())).toBe('unkept');
  });

  it('a save whose reply was lost is not another device: what was typed since goes on top of it', async () => {
    const net = server();
    net.state.loseReplies = true;
    const save = open(net, device());
    save.typed('write', { text: 'eerst' });
    await save.flush();
    net.state.loseReplies = false;
    save.typed('write', { text: 'eerst, en verder' });
    expect(await save.flush()).toBe(true);
    expect(save.store.get().clashes).toEqual([]);
    expect(net.state.view).toMatchObject({ rev: 2, values: { write: { text: 'eerst, en verder' } } });
  });

  it('nor is it after a power cut in between', async () => {
    const net = server();
    const phone = device();
    net.state.loseReplies = true;
    const before = net.state.view;
    const save = open(net, phone);
    save.typed('write', { text: 'eerst' });
    await save.flush();
    net.state.loseReplies = false;
    const next = new Autosave(before, phone.held.draft, phone.drafts, net.put); // the page from the cache: older than the server
    next.typed('write', { text: 'eerst, en verder' });
    expect(await next.flush()).toBe(true);
    expect(net.state.view.values).toEqual({ write: { text: 'eerst, en verder' } });
    expect(phone.held.draft).toBeUndefined();
  });
});
