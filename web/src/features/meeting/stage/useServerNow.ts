import { useEffect, useState } from 'react';

/** The server's time, ticking; `ahead` is how far its clock is ahead of ours, `every` how often in milliseconds. */
export function useServerNow(ahead: number, every = 1_000): number {
  const [now, setNow] = useState(() => Date.now() + ahead);
  useEffect(() => {
    const tick = () => setNow(Date.now() + ahead);
    const first = setTimeout(tick);
    const timer = setInterval(tick, every);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [ahead, every]);
  return now;
}
