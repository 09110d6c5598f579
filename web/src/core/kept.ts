// What the page and the service worker agree on about answers that are kept on this device (src/worker/kept.ts).

/** Header of an answer that was kept: from when it is, in Unix milliseconds. */
export const keptAt = 'kring-kept-at';
/** Begins the name of the cache with a person's answers; the person's id follows. */
export const ownKept = 'kring-own-';
/** The cache with answers that are the same for everybody. */
export const sharedKept = 'kring-shared';

/** Changes a kept answer, where there is one, after what it tells of was changed. `path` is under /api. */
export async function rekeep<T>(path: string, change: (old: T) => T): Promise<void> {
  if (!('caches' in globalThis)) return;
  for (const name of (await caches.keys()).filter((one) => one.startsWith(ownKept))) {
    const cache = await caches.open(name);
    const url = new URL(`/api${path}`, location.origin);
    const old = await cache.match(url, { ignoreVary: true });
    if (!old) continue;
    const headers = new Headers(old.headers);
    headers.delete('content-length');
    headers.set('date', new Date().toUTCString());
    await cache.put(url, new Response(JSON.stringify(change((await old.json()) as T)), { headers }));
  }
}

/** Removes a person's answers from this device, also where no service worker is in charge. */
export async function forgetKept(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const own = (await caches.keys()).filter((name) => name.startsWith(ownKept));
  await Promise.all(own.map((name) => caches.delete(name)));
}
