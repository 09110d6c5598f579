import { useEffect, useId, useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/meeting-words';
import { networkQuality } from '../../core/rtc/quality';
import { Heading, Text } from '../../ui';
import { Good } from './Good';

const trips = 5;

/** Milliseconds there and back, or undefined when it failed. */
async function trip(signal: AbortSignal): Promise<number | undefined> {
  const begin = performance.now();
  try {
    await api.get('/about', signal);
    return performance.now() - begin;
  } catch {
    return undefined;
  }
}

async function measure(signal: AbortSignal) {
  const times: (number | undefined)[] = [];
  await trip(signal); // The first one also pays for the connection itself.
  for (let i = 0; i < trips; i++) times.push(await trip(signal));
  return networkQuality(times);
}

/** How the way to Kring is now, in words. */
export function NetworkCheck() {
  const [quality, setQuality] = useState<'measuring' | Awaited<ReturnType<typeof measure>>>('measuring');
  const id = useId();
  useEffect(() => {
    const stop = new AbortController();
    void measure(stop.signal).then((now) => {
      if (!stop.signal.aborted) setQuality(now);
    });
    return () => stop.abort();
  }, []);
  const Words = quality === 'good' ? Good : Text;
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby={id}>
      <Heading level={2} look={3} id={id}>{t('meeting.check.network')}</Heading>
      <div role="status"><Words>{t(`meeting.check.network.${quality}`)}</Words></div>
    </section>
  );
}
