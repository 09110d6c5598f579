import type { Of } from '../wire';

/** So long before its end a credential is not used for anything new. */
const SPARE_MS = 5 * 60_000;

/**
 * The relays of one meeting (rtc.servers), asked as soon as there is a seat and kept while they are good, so that
 * joining does not wait for them.
 */
export class Relays {
  private readonly ask: () => Promise<Of<'rtc.relays'>>;
  private answer: Promise<Of<'rtc.relays'> | undefined> | undefined;

  constructor(ask: () => Promise<Of<'rtc.relays'>>) {
    this.ask = ask;
  }

  /** Asks, unless that was done. */
  prepare(): void {
    this.answer ??= this.ask().catch(() => undefined);
  }

  /** What RTCPeerConnection takes. Nothing when they cannot be had: most networks need none. It never rejects. */
  async get(): Promise<RTCIceServer[]> {
    const known = await this.answer;
    if (known && known.expiresAt - SPARE_MS > Date.now()) return known.servers;
    this.answer = this.ask().catch(() => undefined);
    return (await this.answer)?.servers ?? [];
  }

  /** After this they are asked anew: without a seat, or on another server, the credential is worth nothing. */
  forget(): void {
    this.answer = undefined;
  }
}
