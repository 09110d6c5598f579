// One live socket per tab. It comes back by itself; who uses it says again at every `onWelcome` what it follows.
import { backoff, connection, disconnected } from './connection';
import { createStore } from './store';
import { readFrame, type AnswerTo, type ClientMessage, type Handlers, type ServerMessage } from './wire';

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

type Asked = { resolve: (answer: ServerMessage) => void; reject: (error: LiveError) => void };

/** Adds to a set and returns the way out. */
function join<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}

export class Live {
  private readonly url: string;
  private readonly Socket: typeof WebSocket;
  private readonly state = createStore(connection, disconnected);
  private readonly handlers = new Set<Handlers>();
  private readonly welcomes = new Set<() => void>();
  private readonly goodbyes = new Set<() => void>();
  private readonly asked = new Map<string, Asked>();
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastRef = 0;
  /** Whether there is a connection, to follow. */
  readonly connection = { get: this.state.get, subscribe: this.state.subscribe };

  constructor(url: string, Socket: typeof WebSocket = WebSocket) {
    this.url = url;
    this.Socket = Socket;
  }

  /** Opens the socket; it stays open, or tries to, until `stop`. */
  start(): void {
    if (this.state.get().phase !== 'off') return;
    this.connect();
    globalThis.addEventListener?.('online', this.hurry);
    globalThis.document?.addEventListener('visibilitychange', this.hurry);
  }

  stop(): void {
    globalThis.removeEventListener?.('online', this.hurry);
    globalThis.document?.removeEventListener('visibilitychange', this.hurry);
    clearTimeout(this.timer);
    const old = this.socket;
    this.socket = undefined;
    old?.close();
    this.state.dispatch({ type: 'stop' });
    this.dropAsked();
  }

  /** Sends now, or returns false when there is no connection. Nothing is kept. */
  send(message: ClientMessage): boolean {
    if (!this.socket || this.state.get().phase !== 'open') return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Sends with a ref; resolves with its answer, rejects with LiveError at `error` or when the line drops. */
  ask<M extends ClientMessage>(message: M): Promise<AnswerTo<M>> {
    const ref = `r${++this.lastRef}`;
    return new Promise<AnswerTo<M>>((resolve, reject) => {
      this.asked.set(ref, { resolve: resolve as Asked['resolve'], reject });
      if (this.send({ ...message, ref })) return;
      this.asked.delete(ref);
      reject(new LiveError('offline', 'offline'));
    });
  }

  /** Hears every frame of the given types until the returned function is called. */
  on(handlers: Handlers): () => void {
    return join(this.handlers, handlers);
  }

  /** Called at once when connected, and again at each new connection. */
  onWelcome(listener: () => void): () => void {
    if (this.state.get().phase === 'open') listener();
    return join(this.welcomes, listener);
  }

  /** Called when the server says that this session has ended; the socket stays off. */
  onSignedOut(listener: () => void): () => void {
    return join(this.goodbyes, listener);
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.state.dispatch({ type: 'start' });
    const opened = new this.Socket(this.url);
    this.socket = opened;
    this.timer = setTimeout(() => opened.close(), welcomeTime);
    opened.onmessage = (event) => {
      if (this.socket === opened) this.receive(String(event.data));
    };
    opened.onclose = (event) => {
      if (this.socket === opened) this.closed(event.code);
    };
  }

  private closed(code: number): void {
    if (code === signedOut) {
      this.stop();
      for (const listener of this.goodbyes) listener();
      return;
    }
    clearTimeout(this.timer);
    this.socket = undefined;
    this.state.dispatch({ type: 'lost' });
    this.dropAsked();
    this.timer = setTimeout(() => this.connect(), backoff(this.state.get().tries));
  }

  private dropAsked(): void {
    for (const { reject } of this.asked.values()) reject(new LiveError('offline', 'offline'));
    this.asked.clear();
  }

  private receive(text: string): void {
    const message = readFrame(text);
    if (!message) return;
    if (message.type === 'welcome') {
      clearTimeout(this.timer);
      this.state.dispatch({ type: 'welcome' });
      for (const listener of this.welcomes) listener();
    }
    this.settle(message);
    for (const table of this.handlers) {
      (table[message.type] as ((given: ServerMessage) => void) | undefined)?.(message);
    }
  }

  private settle(message: ServerMessage): void {
    const ref = 'ref' in message ? message.ref : undefined;
    const asked = ref && this.asked.get(ref);
    if (!asked) return;
    this.asked.delete(ref);
    if (message.type === 'error') asked.reject(new LiveError(message.code, message.text));
    else asked.resolve(message);
  }

  /** Coming back to a tab or a network is the moment to try, not the end of a long wait. */
  private readonly hurry = (): void => {
    if (this.state.get().phase === 'waiting') this.connect();
  };
}

let shared: Live | undefined;

/** The one socket of this tab. */
export function live(): Live {
  shared ??= new Live(`${location.origin.replace(/^http/, 'ws')}/api/live`);
  return shared;
}
