import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { language, setLanguage } from '../../core/i18n';
import { sessionQuery } from '../../core/queries';
import type { Session } from '../../core/types';

/** What happens after every way of signing in: nothing of an earlier person stays, then "Vandaag", or where one was going. */
export function useWelcome(to = '/vandaag'): (session: Session) => Promise<void> {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return async (session) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'about' && queryKey[0] !== 'session' });
    queries.setQueryData(sessionQuery.queryKey, session);
    if (session.person && session.person.lang !== language()) await setLanguage(session.person.lang);
    go(to, { replace: true });
  };
}
