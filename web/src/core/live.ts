// One live socket per tab. It comes back by itself; who uses it says again at every `onWelcome` what it follows.
import { backoff, connection, disconnected, type Connection } from './connection';
import { createStore } from './store';
import { readFrame, type AnswerTo, type ClientMessage, type Handlers, type ServerMessage } from './wire';

export type Live = {
  /** Opens the socket; it stays open, or tries to, until `stop`. */
  start: () => void;
  stop: () => void;
  /** Sends now, or returns false when there is no connection. Nothing is kept. */
  send: (message: ClientMessage) => boolean;
  /** Sends with a ref; resolves with its answer, rejects with LiveError at `error` or when the line drops. */
  ask: <M extends ClientMessage>(message: M) => Promise<AnswerTo<M>>;
  /** Hears every frame of the given types until the returned function is called. */
  on: (handlers: Handlers) => () => void;
  /** Called at once when connected, and again at each new connection. */
  onWelcome: (listener: () => void) => () => void;
  /** Called when the server says that this session has ended; the socket stays off. */
  onSignedOut: (listener: () => void) => () => void;
  connection: { get: () => Connection; subscribe: (listener: () => void) => () => void };
};

export class LiveError extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.name = 'LiveError';
    this.code = code;
  }
}

/** A connection without a welcome after this long is given up. */
const welcomeTime = 10_000;
/** Close code of the server: signed out, or the session ended. */
const signedOut = 4401;

type Waiting = { resolve: (answer: ServerMessage) => void; reject: (error: LiveError) => void };

/** Adds to a set and returns the way out. */
function join<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}

export function createLive(url: string, Socket: typeof WebSocket = WebSocket): Live {
  const state = createStore(connection, disconnected);
  const handlers = new Set<Handlers>();
  const welcomes = new Set<() => void>();
  const goodbyes = new Set<() => void>();
  const waiting = new Map<string, Waiting>();
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastRef = 0;

  function connect() {
    clearTimeout(timer);
    state.dispatch({ type: 'start' });
    const opened = new Socket(url);
    socket = opened;
    timer = setTimeout(() => opened.close(), welcomeTime);
    opened.onmessage = (event) => {
      if (socket === opened) receive(String(event.data));
    };
    opened.onclose = (event) => {
      if (socket !== opened) return;
      if (event.code !== signedOut) return lost();
      stop();
      for (const listener of goodbyes) listener();
    };
  }

  function lost() {
    clearTimeout(timer);
    socket = undefined;
    state.dispatch({ type: 'lost' });
    dropAsked();
    timer = setTimeout(connect, backoff(state.get().tries));
  }

  function dropAsked() {
    for (const { reject } of waiting.values()) reject(new LiveError('offline', 'offline'));
    waiting.clear();
  }

  function settle(message: ServerMessage) {
    const ref = 'ref' in message ? message.ref : undefined;
    const asked = ref && waiting.get(ref);
    if (!asked) return;
    waiting.delete(ref);
    if (message.type === 'error') asked.reject(new LiveError(message.code, message.text));
    else asked.resolve(message);
  }

  function receive(text: string) {
    const message = readFrame(text);
    if (!message) return;
    if (message.type === 'welcome') {
      clearTimeout(timer);
      state.dispatch({ type: 'welcome' });
      for (const listener of welcomes) listener();
    }
    settle(message);
    for (const table of handlers) (table[message.type] as ((m: ServerMessage) => void) | undefined)?.(message);
  }

  function send(message: ClientMessage): boolean {
    if (!socket || state.get().phase !== 'open') return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  /** Coming back to a tab or a network is the moment to try, not the end of a long wait. */
  function hurry() {
    if (state.get().phase === 'waiting') connect();
  }

  function start() {
    if (state.get().phase !== 'off') return;
    connect();
    globalThis.addEventListener?.('online', hurry);
    globalThis.document?.addEventListener('visibilitychange', hurry);
  }

  function stop() {
    globalThis.removeEventListener?.('online', hurry);
    globalThis.document?.removeEventListener('visibilitychange', hurry);
    clearTimeout(timer);
    const old = socket;
    socket = undefined;
    old?.close();
    state.dispatch({ type: 'stop' });
    dropAsked();
  }

  function ask<M extends ClientMessage>(message: M): Promise<AnswerTo<M>> {
    const ref = `r${++lastRef}`;
    return new Promise<AnswerTo<M>>((resolve, reject) => {
      waiting.set(ref, { resolve: resolve as Waiting['resolve'], reject });
      if (send({ ...message, ref })) return;
      waiting.delete(ref);
      reject(new LiveError('offline', 'offline'));
    });
  }

  return {
    start,
    stop,
    send,
    ask,
    on: (table) => join(handlers, table),
    onWelcome(listener) {
      if (state.get().phase === 'open') listener();
      return join(welcomes, listener);
    },
    onSignedOut: (listener) => join(goodbyes, listener),
    connection: { get: state.get, subscribe: state.subscribe },
  };
}

let shared: Live | undefined;

/** The one socket of this tab. */
export function live(): Live {
  shared ??= createLive(`${location.origin.replace(/^http/, 'ws')}/api/live`);
  return shared;
}
