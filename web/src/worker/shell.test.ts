import { expect, it } from 'vitest';
import { device } from './device';
import { Shell } from './shell';

const page = new Request('https://kring.example/huiswerk/1');
const asset = (name: string) => new Request(`https://kring.example/assets/${name}`);

/** A phone, and what a server sends for a version of the client. */
function release() {
  const phone = device();
  const fetched: string[] = [];
  const sends = (version: string) => {
    phone.net.answer = (path) => {
      fetched.push(path);
      if (path === '/index.html') return new Response(`start ${version}`, { headers: { 'content-security-policy': version } });
      return path === '/assets/same.js' || path === `/assets/${version}.js` ? new Response(path) : new Response('', { status: 404 });
    };
    return new Shell({ version, files: ['/index.html', '/assets/same.js', `/assets/${version}.js`] }, phone.caches, phone.fetch);
  };
  return { ...phone, sends, fetched };
}

it('opens every page without a network', async () => {
  const { sends, net } = release();
  const one = sends('1');
  await one.install();
  net.answer = () => undefined;
  expect(await (await one.page(page)).text()).toBe('start 1');
  expect(await (await one.file(asset('1.js'))).text()).toBe('/assets/1.js');
});

it('a new version takes over, fetches only what is new, and leaves an open page its pieces', async () => {
  const { sends, fetched, held } = release();
  await sends('1').install();
  fetched.length = 0;
  const two = sends('2');
  await two.install();
  await two.tidy();
  expect(fetched.sort()).toEqual(['/assets/2.js', '/index.html']);
  expect(await (await two.page(page)).text()).toBe('start 2');
  expect(await (await two.file(asset('1.js'))).text()).toBe('/assets/1.js');
  const three = sends('3');
  await three.install();
  await three.tidy();
  expect((await three.file(asset('1.js'))).status).toBe(404);
  expect([...held.keys()]).toEqual(['kring-shell-2', 'kring-shell-3']);
});

it('a version of which a piece cannot be had does not take over', async () => {
  const { sends, net } = release();
  const one = sends('1');
  net.answer = (path) => (path === '/assets/1.js' ? new Response('', { status: 404 }) : new Response(path));
  await expect(one.install()).rejects.toThrow('/assets/1.js: 404');
});

it('sees that the server has another version, and keeps the headers of now', async () => {
  const { sends, net } = release();
  const one = sends('1');
  await one.install();
  net.answer = () => new Response('start 1', { headers: { 'content-security-policy': 'stricter' } });
  expect(await one.outdated()).toBe(false);
  expect((await one.page(page)).headers.get('content-security-policy')).toBe('stricter');
  net.answer = () => new Response('start 2');
  expect(await one.outdated()).toBe(true);
});
