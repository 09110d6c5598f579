import { useSyncExternalStore } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { language, onLanguage } from '../core/i18n';
import { aboutQuery, sessionQuery } from '../core/queries';
import type { Session } from '../core/types';

type Readable<S> = { get: () => S; subscribe: (listener: () => void) => () => void };

/** The state of a store of core; the view follows it. */
export function useStore<S>(store: Readable<S>): S {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Makes the view follow a change of language. */
export function useLanguage() {
  return useSyncExternalStore(onLanguage, language);
}

/** Who is behind this, and where help is: of the organisation of who is signed in. What was known stays until it is read. */
export function useAbout() {
  const person = useSession()?.person?.id ?? '';
  return useQuery({ ...aboutQuery, queryKey: [...aboutQuery.queryKey, person], placeholderData: keepPreviousData });
}

/** Who is signed in; undefined while that is not known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}
