import { useEffect, useRef } from 'react';
import { t } from '../../../core/meeting-words';
import type { Timer } from '../../../core/script';
import { Heading } from '../../../ui';
import { remaining } from './time';
import { TimeRing } from './TimeRing';
import { useServerNow } from './useServerNow';

type TimerCardProps = { timer: Timer; ahead: number; onEnd: () => void };

/** The timer that everybody sees; the same second on every screen. */
export function TimerCard({ timer, ahead, onEnd }: TimerCardProps) {
  const over = remaining(timer.endsAt, useServerNow(ahead, 500)) === 0;
  useEnd(over, onEnd);
  return (
    <section className="kring-timer" aria-label={t('meeting.timer')}>
      <TimeRing endsAt={timer.endsAt} seconds={timer.seconds} ahead={ahead} />
      <Heading level={2} look={3}>{over ? t('meeting.timer.over') : t('meeting.timer')}</Heading>
    </section>
  );
}

/** Tells the moment of the end once; who comes in later is not told. */
function useEnd(over: boolean, onEnd: () => void) {
  const told = useRef(over);
  useEffect(() => {
    if (over && !told.current) onEnd();
    told.current = over;
  }, [over, onEnd]);
}
