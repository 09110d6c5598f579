import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../core/api';
import { setLanguage, storedLanguage } from '../core/i18n';
import { sessionQuery } from '../core/queries';
import '../ui/styles.css';
import { App } from './App';

// A refusal does not change by asking again; a lost network may.
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere is noticed at the first refusal; the pages then ask to sign in.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  }),
  defaultOptions: {
    queries: { staleTime: 10_000, retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0 },
  },
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
