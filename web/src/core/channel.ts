// Follows one channel over the live socket: opens it again after the last seq, resends what was not confirmed.
import { api } from './api';
import { chat, emptyChat, type Chat, type Pending, type Recipient } from './chat';
import { LiveError, type Live } from './live';
import type { Outbox } from './outbox';
import { createStore, type Store } from './store';
import type { MessagePage } from './types';

/** 128 random bits; randomUUID is missing on a plain http address. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Channel {
  readonly state: Store<Chat, Parameters<typeof chat>[1]>;
  private readonly live: Live;
  private readonly outbox: Outbox;
  private loading: Promise<void> | undefined;
  private readonly ways: (() => void)[] = [];

  constructor(channel: string, live: Live, outbox: Outbox) {
    this.live = live;
    this.outbox = outbox;
    this.state = createStore(chat, emptyChat(channel, outbox.load()));
  }

  /** Starts to follow; ends with `close`. */
  open(): void {
    const { channel } = this.state.get();
    const mine = <E extends { channel: string }>(event: E & Parameters<typeof chat>[1]) => {
      if (event.channel === channel) this.state.dispatch(event);
    };
    this.ways.push(
      this.state.subscribe(() => this.outbox.save(this.state.get().pending)),
      this.live.on({ 'chat.page': mine, 'chat.message': mine, 'chat.changed': mine }),
      this.live.onWelcome(() => this.resume()),
      this.live.connection.subscribe(() => {
        if (this.live.connection.get().phase !== 'open') this.state.dispatch({ type: 'offline' });
      }),
    );
  }

  close(): void {
    for (const way of this.ways.splice(0)) way();
    this.live.send({ type: 'chat.close', channel: this.state.get().channel });
  }

  /** Shows the message at once; it is stored when it leaves `pending`. */
  send(text: string, to?: Recipient, fold = false): void {
    const one = { clientId: randomId(), text, ...(to && { to }), ...(fold && { fold }) };
    if (this.state.get().newer) this.toEnd();
    const online = this.live.connection.get().phase === 'open';
    this.state.dispatch({ type: 'send', ...one, at: Date.now(), online });
    if (online) void this.deliver(one);
  }

  resend(clientId: string): void {
    const one = this.state.get().pending.find((pending) => pending.clientId === clientId);
    if (!one) return;
    this.state.dispatch({ type: 'resend', clientId });
    void this.deliver(one);
  }

  drop(clientId: string): void {
    this.state.dispatch({ type: 'drop', clientId });
  }

  /** Tells that everything up to now is read. Only for the person's own count. */
  read(): void {
    const { channel, upTo } = this.state.get();
    if (upTo > 0) this.live.send({ type: 'chat.read', channel, seq: upTo });
  }

  /** Shows a stretch elsewhere: about a message, or about the first one since a moment. Returns the seq that it is about. */
  async jump(to: { around: number } | { at: number }): Promise<number> {
    const { channel } = this.state.get();
    const query = 'around' in to ? `around=${to.around}` : `at=${to.at}`;
    const page = await api.get<MessagePage>(`/channels/${channel}/messages?${query}&limit=50`);
    this.state.dispatch({ type: 'jump', messages: page.messages ?? [], more: page.more });
    return page.from ?? 0;
  }

  /** Fetches what comes after a stretch of the past. */
  newer(): Promise<void> {
    this.loading ??= this.loadNewer().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async loadNewer(): Promise<void> {
    const { channel, messages, newer } = this.state.get();
    const last = messages.at(-1);
    if (!newer || !last) return;
    const page = await api.get<MessagePage>(`/channels/${channel}/messages?after=${last.seq}&limit=50`);
    this.state.dispatch({ type: 'onward', messages: page.messages ?? [], more: page.more, upTo: page.upTo });
  }

  /** Back to the newest messages. */
  toEnd(): void {
    this.state.dispatch({ type: 'anew' });
    this.resume();
  }

  /** Fetches the page before the oldest message. A second call while one runs is the same call. */
  older(): Promise<void> {
    this.loading ??= this.loadOlder().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async loadOlder(): Promise<void> {
    const { channel, messages, older } = this.state.get();
    const first = messages[0];
    if (!older || !first) return;
    const page = await api.get<MessagePage>(`/channels/${channel}/messages?before=${first.seq}&limit=50`);
    this.state.dispatch({ type: 'history', messages: page.messages ?? [], more: page.more });
  }

  private resume(): void {
    const { channel, upTo, changes, pending } = this.state.get();
    this.live.send({ type: 'chat.open', channel, after: upTo, changes });
    for (const one of pending) if (one.state !== 'refused') this.resend(one.clientId);
  }

  private async deliver({ clientId, text, to, fold }: Pick<Pending, 'clientId' | 'text' | 'to' | 'fold'>): Promise<void> {
    const { channel } = this.state.get();
    try {
      await this.live.ask({ type: 'chat.send', channel, clientId, text, ...(to && { to: to.id }), ...(fold && { fold }) });
    } catch (error) {
      const code = error instanceof LiveError ? error.code : '';
      this.state.dispatch(code === 'offline' ? { type: 'offline' } : { type: 'refused', clientId, code });
    }
  }
}
