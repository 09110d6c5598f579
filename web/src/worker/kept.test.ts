import { expect, it } from 'vitest';
import { keptAt } from '../core/kept';
import { device } from './device';
import { Kept, patience } from './kept';

const at = Date.parse('2026-12-01T13:03:00Z');
const later = at + 3_600_000;

const answer = (body: unknown, keep?: string, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', date: new Date(at).toUTCString(), ...(keep && { 'kring-keep': keep }) } });

function browser(now = at) {
  const phone = device();
  const kept = new Kept({ ...phone, now: () => now, wait: () => new Promise(() => undefined) });
  const ask = async (path: string) => {
    const work: Promise<unknown>[] = [];
    const response = await kept.answer(new Request(`https://kring.example/api${path}`), (one) => work.push(one));
    await Promise.all(work);
    return response;
  };
  return { ...phone, kept, ask };
}

const anna = `anna ${later}`;

it('gives the network its word, and what was kept without one, saying from when', async () => {
  const { net, ask } = browser();
  net.answer = () => answer('nu', anna);
  expect((await ask('/today')).headers.get(keptAt)).toBeNull();
  for (const gone of [undefined, answer('', undefined, 503)]) {
    net.answer = () => gone;
    const held = await ask('/today');
    expect([await held.json(), held.headers.get(keptAt)]).toEqual(['nu', String(at)]);
  }
});

it('keeps nothing that the server does not mark, whatever it is', async () => {
  const { net, ask, held } = browser();
  const film = new Response('bytes', { headers: { 'content-type': 'video/webm', 'kring-keep': anna } });
  for (const one of [answer('chat'), answer('weg', anna, 404), answer('deel', anna, 206), film]) {
    net.answer = () => one;
    await ask('/channels/1/messages');
  }
  expect([...held.values()].flatMap((cache) => [...cache.keys()])).toEqual([]);
  net.answer = () => undefined;
  await expect(ask('/channels/1/messages')).rejects.toThrow('Failed to fetch');
});

it('an answer for somebody else, or for nobody, removes what was of the one before', async () => {
  for (const next of [`bram ${later}`, 'nobody']) {
    const { net, ask } = browser();
    net.answer = () => answer('van Anna', anna);
    await ask('/plan');
    net.answer = () => answer('sessie', next);
    await ask('/session');
    net.answer = () => undefined;
    await expect(ask('/plan')).rejects.toThrow();
  }
});

it('a refused session and signing out remove it, and what is for everybody stays', async () => {
  for (const how of ['refused', 'signed out']) {
    const { net, ask, kept } = browser();
    net.answer = (path) => (path === '/api/about' ? answer('hulplijnen', 'everybody') : answer('van Anna', anna));
    await ask('/about');
    await ask('/plan');
    net.answer = () => answer('', undefined, 401);
    await (how === 'refused' ? ask('/today') : kept.forget());
    net.answer = () => undefined;
    await expect(ask('/plan')).rejects.toThrow();
    expect(await (await ask('/about')).json()).toBe('hulplijnen');
  }
});

/** Asks and waits for the answer to be sent: whoever calls `arrive` is the server. */
async function asking({ net, ask }: ReturnType<typeof browser>, path: string) {
  let arrive = (_: Response) => undefined as void;
  const sent = new Promise<void>((begun) => {
    net.answer = () => new Promise((resolve) => {
      arrive = resolve;
      begun();
    });
  });
  const asked = ask(path);
  await sent;
  return (response: Response) => {
    arrive(response);
    return asked;
  };
}

it('an answer on its way when somebody signs out is not kept', async () => {
  const phone = browser();
  const arrive = await asking(phone, '/plan');
  await phone.kept.forget();
  await arrive(answer('van Anna', anna));
  expect([...phone.held.keys()]).toEqual([]);
});

it('a late answer of the one before does not come between', async () => {
  const phone = browser();
  phone.net.answer = () => answer('van Anna', anna);
  await phone.ask('/today');
  const arrive = await asking(phone, '/plan');
  phone.net.answer = () => answer('van Bram', `bram ${later}`);
  await phone.ask('/session');
  await arrive(answer('van Anna', anna));
  expect([...phone.held.keys()]).toEqual(['kring-own-bram']);
});

it('after the end of the session nothing is shown, though no server said so', async () => {
  const { net, ask, held } = browser(later);
  net.answer = () => answer('van Anna', anna);
  await ask('/plan');
  net.answer = () => undefined;
  await expect(ask('/plan')).rejects.toThrow();
  expect([...held.keys()]).toEqual([]);
});

it('a full disk hinders nobody', async () => {
  const { net, caches, fetch: get } = device();
  const full = { ...caches, open: async () => ({ put: async () => { throw new DOMException('full', 'QuotaExceededError'); } }) } as unknown as CacheStorage;
  const kept = new Kept({ caches: full, fetch: get, now: () => at, wait: () => new Promise(() => undefined) });
  net.answer = () => answer('nu', anna);
  const work: Promise<unknown>[] = [];
  const given = await kept.answer(new Request('https://kring.example/api/today'), (one) => work.push(one));
  await Promise.all(work);
  expect(await given.json()).toBe('nu');
});

it('a network that says nothing is left after a while, for what is kept', async () => {
  const phone = device();
  const waits: number[] = [];
  const kept = new Kept({ ...phone, now: () => at, wait: async (ms) => waits.push(ms) });
  phone.net.answer = () => answer('eerder', anna);
  const work: Promise<unknown>[] = [];
  const request = new Request('https://kring.example/api/today');
  await kept.answer(request, (one) => work.push(one));
  await Promise.all(work);
  phone.net.answer = () => new Promise(() => undefined);
  expect(await (await kept.answer(request, () => undefined)).json()).toBe('eerder');
  expect(waits).toEqual([patience, patience]);
});
