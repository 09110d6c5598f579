import { Check } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import type { Bar } from './poll';
import './results.css';

/** Results as bars with their numbers in words, so that nothing hangs on colour or length. `columns`: the points of a scale, side by side. */
export function Bars({ bars, label, columns }: { bars: readonly Bar[]; label: string; columns?: boolean }) {
  if (columns) return <Columns bars={bars} label={label} />;
  return (
    <ul className="kring-bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.label} className={bar.mine ? 'kring-bars__one kring-bars__one--mine' : 'kring-bars__one'}>
          <span className="kring-bars__label">
            {bar.mine && <Check size={18} aria-hidden />}
            {bar.label}
            {bar.mine && <span className="kring-hidden">{t('meeting.poll.yours')}</span>}
          </span>
          <span className="kring-bars__count">{t('meeting.bars.count', { count: bar.count })}</span>
          <span className="kring-bars__track" aria-hidden="true"><span className="kring-bars__bar" style={{ inlineSize: `${100 * bar.share}%` }} /></span>
        </li>
      ))}
    </ul>
  );
}

function Columns({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className="kring-columns-chart" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.label}>
          <span className="kring-columns-chart__count" aria-hidden="true">{bar.count > 0 && bar.count}</span>
          <span className="kring-columns-chart__bar" aria-hidden="true" style={{ blockSize: `${(5 * bar.count) / most}rem` }} />
          <span>{bar.label}</span>
          <span className="kring-hidden">: {t('meeting.bars.count', { count: bar.count })}</span>
        </li>
      ))}
    </ul>
  );
}
