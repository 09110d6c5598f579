// For the tests of the service worker: Node has requests and answers, but no caches.

/** Caches as browsers have them, and a server whose answers a test sets; undefined is no network. */
export function device() {
  const held = new Map<string, Map<string, Response>>();
  const key = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));
  const open = (name: string) => {
    const cache = held.get(name) ?? held.set(name, new Map()).get(name)!;
    return { match: async (one: RequestInfo) => cache.get(key(one))?.clone(), put: async (one: RequestInfo, response: Response) => void cache.set(key(one), response) };
  };
  const caches = { open: async (name: string) => open(name), has: async (name: string) => held.has(name), delete: async (name: string) => held.delete(name), keys: async () => [...held.keys()] };
  const net: { answer: (path: string) => Response | Promise<Response> | undefined } = { answer: () => undefined };
  const get = async (request: RequestInfo | URL) => {
    const answer = await net.answer(new URL(key(request), 'https://kring.example').pathname);
    if (!answer) throw new TypeError('Failed to fetch');
    return answer;
  };
  return { held, caches: caches as unknown as CacheStorage, fetch: get as typeof fetch, net };
}
