// The pages themselves, kept whole: every file of one build in one cache named after it. A new version is fetched
// beside the old one and takes over at once; the files of the version before stay, so that a page that is open goes on
// with its own (workbox-precaching, the plan of WEB.md, throws them away at that moment). A page older than that finds
// a piece gone (404) and says that it has to be loaded again.

/** `version` changes with any file. `files` are paths; those under /assets/ never change. */
export type Build = { version: string; files: string[] };

const prefix = 'kring-shell-';
const start = '/index.html';

export class Shell {
  readonly #build: Build;
  readonly #caches: CacheStorage;
  readonly #fetch: typeof fetch;

  constructor(build: Build, caches: CacheStorage, get: typeof fetch) {
    this.#build = build;
    this.#caches = caches;
    this.#fetch = get;
  }

  /** All or nothing: rejects when one file cannot be had, and the browser tries again later. */
  async install(): Promise<void> {
    const cache = await this.#caches.open(this.#name);
    await Promise.all(this.#build.files.map(async (file) => {
      if (await cache.match(file)) return;
      const old = file.startsWith('/assets/') ? await this.#find(file) : undefined;
      const response = old ?? (await this.#fetch(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' }));
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      await cache.put(file, response);
    }));
  }

  /** Removes what is older than the version before this one. */
  async tidy(): Promise<void> {
    const others = (await this.#names()).filter((name) => name !== this.#name);
    await Promise.all(others.slice(0, -1).map((name) => this.#caches.delete(name)));
  }

  /** The start of the client, whatever page is asked for: the routes are its own. */
  async page(request: Request): Promise<Response> {
    const cache = await this.#caches.open(this.#name);
    return (await cache.match(start)) ?? this.#fetch(request);
  }

  async file(request: Request): Promise<Response> {
    return (await this.#find(new URL(request.url).pathname)) ?? this.#fetch(request);
  }

  /**
   * Looks whether the server still sends this start: true when it sends another one. The same one is kept again, with
   * the headers of now, which protect the page.
   */
  async outdated(): Promise<boolean> {
    const cache = await this.#caches.open(this.#name);
    const [held, now] = await Promise.all([cache.match(start), this.#fetch(start, { cache: 'no-cache' })]);
    if (!held || !now.ok) return false;
    const copy = now.clone();
    if ((await held.text()) !== (await now.text())) return true;
    await cache.put(start, copy);
    return false;
  }

  get #name() {
    return prefix + this.#build.version;
  }

  async #names(): Promise<string[]> {
    return (await this.#caches.keys()).filter((name) => name.startsWith(prefix));
  }

  /** This version's, or that of the one before. */
  async #find(file: string): Promise<Response | undefined> {
    for (const name of [this.#name, ...(await this.#names())]) {
      if (!(await this.#caches.has(name))) continue;
      const found = await (await this.#caches.open(name)).match(file, { ignoreVary: true });
      if (found) return found;
    }
    return undefined;
  }
}
