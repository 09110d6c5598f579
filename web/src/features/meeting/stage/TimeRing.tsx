import { t } from '../../../core/meeting-words';
import { minutesAndSeconds, remaining, share } from './time';
import { useServerNow } from './useServerNow';
import './round.css';

type TimeRingProps = { endsAt: number; seconds: number; ahead: number; small?: boolean };

/** How much time is left: a ring that empties, with the minutes in it. */
export function TimeRing({ endsAt, seconds, ahead, small }: TimeRingProps) {
  const left = remaining(endsAt, useServerNow(ahead, 500));
  const look = ['kring-ring', small && 'kring-ring--small', left === 0 && 'kring-ring--over'];
  return (
    <div className={look.filter(Boolean).join(' ')} role="timer" aria-label={t('meeting.timeLeft')}>
      <svg viewBox="0 0 64 64" fill="none" strokeWidth="6" aria-hidden="true">
        <circle className="kring-ring__track" cx="32" cy="32" r="28" />
        <circle
          className="kring-ring__left" cx="32" cy="32" r="28" pathLength={100} strokeDasharray="100"
          strokeDashoffset={100 - 100 * share(left, seconds * 1000)} transform="rotate(-90 32 32)"
        />
      </svg>
      <span className="kring-ring__text">{minutesAndSeconds(left)}</span>
    </div>
  );
}
