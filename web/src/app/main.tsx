import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../core/api';
import { setLanguage, storedLanguage } from '../core/i18n';
import { rekeep } from '../core/kept';
import { sessionQuery } from '../core/queries';
import '../ui/styles.css';
import { App } from './App';
import { startWorker } from './worker';

// A refusal does not change by asking again; a lost network may.
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere is noticed at the first refusal; the pages then ask to sign in.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  }),
  defaultOptions: {
    // Without a network the service worker answers, or nobody does at once: nothing waits for a network unseen.
    mutations: { networkMode: 'always' },
    queries: { networkMode: 'always', refetchOnReconnect: true, staleTime: 10_000, retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0 },
  },
});

// What a page writes into an answer that it read, after a save, is so in the kept answer too.
queries.getQueryCache().subscribe(({ type, query, ...event }) => {
  if (type !== 'updated' || !('action' in event) || event.action.type !== 'success' || !event.action.manual) return;
  void rekeep(`/${query.queryKey.join('/')}`, () => query.state.data).catch(() => undefined);
});

async function start(root: HTMLElement) {
  const stored = storedLanguage();
  if (stored) await setLanguage(stored).catch(() => undefined);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('kring');
if (root) void start(root);
startWorker(queries);
