// Starts the service worker (src/worker), after the page itself is there: it fetches the whole client.
import type { QueryClient } from '@tanstack/react-query';

export function startWorker(queries: QueryClient): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller) serviceWorker.addEventListener('controllerchange', () => readAgain(queries), { once: true });
  const register = () => void serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}

/** The first time, what is on the page came before the worker: it comes by once more, to be kept. */
function readAgain(queries: QueryClient): void {
  void queries.invalidateQueries({ refetchType: 'all' });
  const pictures = [...document.images].map(({ src }) => src).filter((src) => src.startsWith(`${location.origin}/api/`));
  for (const picture of pictures) void fetch(picture).catch(() => undefined);
}
