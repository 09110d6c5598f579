import { useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { t } from '../core/i18n';
import { oldest, reach } from '../core/reach';
import { sessionQuery } from '../core/queries';
import { clock, day, daysBetween } from '../core/time';
import { useStore } from '../ui';

/** How often to look whether the server is there again, in milliseconds. */
const pause = 10_000;

/** Without a connection: says so, and from when the page is. A meeting has words of its own for it. */
export function Away() {
  const { away } = useStore(reach);
  const [path] = useLocation();
  useReturn(away);
  const shown = away && !/^\/(bijeenkomst|ruimte|oefenen)\b/.test(path);
  return <div className="kring-away" role="status">{shown && <p><CloudOff size={20} aria-hidden /><Words /></p>}</div>;
}

function Words() {
  const queries = useQueryClient().getQueryCache();
  const state = useStore(reach);
  // Who is signed in, and whose Kring this is, is not what the page is about.
  const paths = queries.findAll({ type: 'active' }).map(({ queryKey }) => `/${queryKey.join('/')}`).filter((path) => path !== '/session' && path !== '/about');
  const at = oldest(state, paths);
  return <span>{at === undefined ? t('away.plain') : since(at)}</span>;
}

function since(at: number): string {
  const today = daysBetween(at, Date.now()) === 0;
  return today ? t('away.at', { time: clock(at) }) : t('away.atDay', { day: day(at), time: clock(at) });
}

/** Looks whether the server is there again, and reads everything anew when it is. */
function useReturn(away: boolean) {
  const queries = useQueryClient();
  const was = useRef(false);
  useEffect(() => {
    if (!away && was.current) void queries.invalidateQueries();
    was.current = away;
    if (!away) return;
    const look = () => void queries.refetchQueries({ queryKey: sessionQuery.queryKey });
    const timer = setInterval(look, pause);
    return () => clearInterval(timer);
  }, [away, queries]);
}
