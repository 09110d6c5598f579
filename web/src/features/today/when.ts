import { t } from '../../core/i18n';
import { clock, day, daysBetween } from '../../core/time';

/** "Vandaag om 19:30", "Morgen om 19:30", "dinsdag 1 december om 19:30". */
export function when(at: number, now: number): string {
  const days = daysBetween(now, at);
  const time = clock(at);
  if (days === 0) return t('today.when.today', { time });
  if (days === 1) return t('today.when.tomorrow', { time });
  return t('today.when.day', { day: day(at), time });
}

/** "vandaag", "morgen", "gisteren" or the day. */
export function dayWord(at: number, now: number): string {
  const days = daysBetween(now, at);
  if (days === 0) return t('today.day.today');
  if (days === 1) return t('today.day.tomorrow');
  if (days === -1) return t('today.day.yesterday');
  return day(at);
}
