import { Check } from 'lucide-react';
import { t } from '../../../core/i18n';
import type { Bar } from './poll';

/** Results as bars with their numbers in words, so that nothing hangs on colour or length. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
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
