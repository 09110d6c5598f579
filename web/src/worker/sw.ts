// The service worker: Kring opens without a connection, with what was opened before, and sends what was typed when the
// connection is back. One subject per module; this file only says who hears what. It is built after the pages
// (vite.config.worker.ts) to /sw.js. Live meetings, films and recordings do not come by here: they are sockets, and
// files asked for in parts.
import { syncTag } from '../core/sync';
import { sendLeft } from '../features/homework/left';
import { Kept } from './kept';
import { opened, shown } from './push';
import { Shell, type Build } from './shell';

declare const self: ServiceWorkerGlobalScope;
declare const BUILD: Build;

/** Background Sync, which TypeScript does not know (it is in Chromium only). */
type SyncEvent = ExtendableEvent & { tag: string };

const get: typeof fetch = (...asked) => fetch(...asked);
const shell = new Shell(BUILD, caches, get);
const kept = new Kept({ caches, fetch: get, now: Date.now, wait: (ms) => new Promise((done) => setTimeout(done, ms)) });
const server = /^\/(api\/|\.well-known\/|metrics$|healthz$|readyz$|aanbod|keuzehulp|wachtkamer)/;

self.addEventListener('install', (event) => event.waitUntil(shell.install().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(shell.tidy().then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.headers.has('range')) return;
  const later = (work: Promise<unknown>) => event.waitUntil(work);
  if (pathname === '/api/sign-out' && request.method === 'POST') later(kept.forget());
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (server.test(pathname)) return;
    event.respondWith(shell.page(request));
    later(shell.outdated().then(async (yes) => yes && void (await self.registration.update())).catch(() => undefined));
  } else if (pathname.startsWith('/api/')) {
    event.respondWith(kept.answer(request, later));
  } else if (BUILD.files.includes(pathname) || pathname.startsWith('/assets/')) {
    event.respondWith(shell.file(request));
  }
});

self.addEventListener('sync' as 'message', (event) => {
  if ((event as unknown as SyncEvent).tag === syncTag) event.waitUntil(sendAll());
});

self.addEventListener('push', (event) => event.waitUntil(shown(self.registration, event.data?.text() ?? '', navigator.language)));
self.addEventListener('notificationclick', (event) => event.waitUntil(opened(self.clients, event.notification)));

/** Rejects while something is still here: the browser then asks again, later. */
async function sendAll(): Promise<void> {
  const person = await kept.person();
  if (person && (await sendLeft(person)) > 0) throw new Error('not all was sent');
}
