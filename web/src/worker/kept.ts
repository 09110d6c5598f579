// Answers of the server that this device may keep, to show them while there is no connection. The server says which
// (Kring-Keep, server/api/offline.go): everything else is never touched. One person's answers lie in one cache that has
// the person's id; as soon as an answer is for somebody else, or for nobody (not signed in), that cache is gone.
import { keptAt, ownKept, sharedKept } from '../core/kept';

const mark = 'kring-keep';
/** After this long without an answer what is kept will do, in milliseconds: a train, not a slow server. */
export const patience = 8_000;
/** A film is played in pieces and is never kept; a picture is smaller than this. */
const largest = 8 << 20;

type World = { caches: CacheStorage; fetch: typeof fetch; now: () => number; wait: (ms: number) => Promise<unknown> };

export class Kept {
  readonly #world: World;
  #turn = 0; // counts the requests
  #since = 0; // answers to requests before this one came to a person who is gone

  constructor(world: World) {
    this.#world = world;
  }

  /** The network's answer; without one, what is kept, with the header that says from when. `later` outlives the answer. */
  async answer(request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
    const turn = ++this.#turn;
    const fresh = this.#world.fetch(request).then(async (response) => {
      later(this.#heard(request, response, turn).catch(() => undefined)); // a full disk keeps nothing, and hinders nobody
      return unreachable(response) ? Promise.reject(new Error(String(response.status))) : response;
    });
    const slow = this.#world.wait(patience).then(() => this.#find(request));
    const first = await Promise.race([fresh.catch(() => undefined), slow]);
    if (first) return first;
    return fresh.catch(async (cause: unknown) => {
      const held = await this.#find(request);
      if (held) return held;
      throw cause;
    });
  }

  /** Somebody signs out, or may not be here any more. Answers that are on their way are not kept either. */
  async forget(): Promise<void> {
    this.#since = ++this.#turn;
    for (const name of await this.#owners()) await this.#world.caches.delete(name);
  }

  /** Whose answers are kept here. */
  async person(): Promise<string | undefined> {
    const [name] = await this.#owners();
    return name?.slice(ownKept.length) || undefined;
  }

  async #heard(request: Request, response: Response, turn: number): Promise<void> {
    if (turn < this.#since) return;
    if (response.status === 401) return this.forget();
    const owner = response.headers.get(mark)?.split(' ')[0];
    if (!owner || response.status !== 200) return;
    // At once, before the page reads it; and only what is kept: a copy that nobody reads stays in memory whole.
    const copy = small(response) ? response.clone() : undefined;
    if (owner !== 'everybody') await this.#belongsTo(owner, turn);
    if (!copy || turn < this.#since) return;
    const cache = await this.#world.caches.open(owner === 'everybody' ? sharedKept : ownKept + owner);
    await cache.put(request.url, copy);
  }

  async #belongsTo(owner: string, turn: number): Promise<void> {
    const others = (await this.#owners()).filter((name) => name !== ownKept + owner);
    if (others.length === 0) return;
    this.#since = turn;
    for (const name of others) await this.#world.caches.delete(name);
  }

  async #owners(): Promise<string[]> {
    return (await this.#world.caches.keys()).filter((name) => name.startsWith(ownKept));
  }

  async #find(request: Request): Promise<Response | undefined> {
    for (const name of [...(await this.#owners()), sharedKept]) {
      if (!(await this.#world.caches.has(name))) continue;
      const held = await (await this.#world.caches.open(name)).match(request.url, { ignoreVary: true });
      if (!held) continue;
      const [, until] = (held.headers.get(mark) ?? '').split(' ');
      if (!until || Number(until) > this.#world.now()) return dated(held);
      await this.#world.caches.delete(name); // the session is over, though nobody could say so
    }
    return undefined;
  }
}

/** A gateway answers in the place of a server that is not there. */
function unreachable({ status }: Response): boolean {
  return status === 502 || status === 503 || status === 504;
}

function small({ headers }: Response): boolean {
  const type = headers.get('content-type') ?? '';
  return /^(application\/json|image\/)/.test(type) && Number(headers.get('content-length') ?? 0) <= largest;
}

/** The same answer that says from when it is. */
function dated(held: Response): Response {
  const headers = new Headers(held.headers);
  headers.set(keptAt, String(Date.parse(held.headers.get('date') ?? '') || 0));
  return new Response(held.body, { status: held.status, statusText: held.statusText, headers });
}
