import { Signal, SignalLow, SignalMedium, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../core/i18n';
import { live } from '../../core/live';
import type { Link } from '../../core/rtc/link';
import { flowOf, flowQuality, type Flow, type Quality } from '../../core/rtc/quality';
import { useStore } from '../../ui';
import type { MeetingSession } from './session';

type Word = Quality | 'joining' | 'slow' | 'unsteady' | 'restoring' | 'offline';

const lookEvery = 5_000;

/** One word for socket and media together: the worst of both is what a person notices. */
export function connectionWord(link: Link | undefined, reachable: boolean, quality: Quality): Word {
  if (!reachable) return 'offline';
  if (!link || link.state === 'joining') return (link?.tries ?? 0) > 1 ? 'slow' : 'joining';
  if (link.state === 'unsteady' || link.state === 'restoring') return link.state;
  return quality;
}

/** How the connection is, in words. Only trouble is spoken; that it is good can be read. */
export function ConnectionLine({ session, link }: { session: MeetingSession; link: Link | undefined }) {
  const reachable = useStore(live().connection).phase === 'open';
  const quality = useQuality(session);
  const word = connectionWord(link, reachable, quality);
  const Shape = word === 'good' ? Signal : word === 'fair' ? SignalMedium : word === 'offline' ? WifiOff : SignalLow;
  return (
    <p className={`kring-link kring-link--${word === 'good' || word === 'fair' || word === 'joining' ? 'calm' : 'trouble'}`} role="status">
      <Shape size={18} aria-hidden />
      {t(`meeting.link.${word}`)}
    </p>
  );
}

function useQuality(session: MeetingSession): Quality {
  const [quality, setQuality] = useState<Quality>('good');
  useEffect(() => {
    let before: Flow | undefined;
    const timer = setInterval(async () => {
      const report = await session.stats();
      if (!report) return;
      const now = flowOf(report as unknown as Iterable<[string, Record<string, unknown>]>);
      if (before) setQuality(flowQuality(before, now));
      before = now;
    }, lookEvery);
    return () => clearInterval(timer);
  }, [session]);
  return quality;
}
