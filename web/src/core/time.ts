// Moments are Unix milliseconds; people read them in the time of the Netherlands, wherever they are.
import { language } from './i18n';

export const zone = 'Europe/Amsterdam';
const locales = { nl: 'nl-NL', en: 'en-GB' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language() + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locales[language()], { timeZone: zone, ...options });
    formats.set(key, made);
  }
  return made;
}

/** "19:30" */
export function clock(at: number): string {
  return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** "dinsdag 1 december" */
export function day(at: number): string {
  return format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** "1 december 2026" */
export function date(at: number): string {
  return format({ day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** "ma" */
export function weekday(at: number): string {
  return format({ weekday: 'short' }).format(at);
}

/** "december 2026" */
export function month(at: number): string {
  return format({ month: 'long', year: 'numeric' }).format(at);
}

/** "1 dec." */
export function shortDate(at: number): string {
  return format({ day: 'numeric', month: 'short' }).format(at);
}

const calendarDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });

/** The local calendar day as "2026-12-01": sorts as text, equal on the same day. */
export function dayKey(at: number): string {
  return calendarDay.format(at);
}

/** Whole local days from `from` to `to`: 0 today, 1 tomorrow, also in a week of 167 hours. */
export function daysBetween(from: number, to: number): number {
  return Math.round((Date.parse(dayKey(to)) - Date.parse(dayKey(from))) / 86_400_000);
}

/** How far the local clock is ahead of UTC at a moment, in milliseconds. */
function offset(at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

/** The moment at which the local calendar says this day ("2026-12-01") and time ("19:30"). */
export function localMoment(dayText: string, time: string): number {
  const guess = Date.parse(`${dayText}T${time}:00Z`);
  // Twice: the offset at the guess may be on the other side of a clock change.
  return guess - offset(guess - offset(guess));
}

/** The local days of a row of meetings: `count` times, every `everyDays` days but for those to skip, the clock time unchanged. */
export function rhythm(firstDay: string, time: string, everyDays: number, count: number, skip: readonly string[] = []): number[] {
  const first = Date.parse(`${firstDay}T00:00:00Z`);
  const days = Array.from({ length: count + skip.length }, (_, i) => new Date(first + i * everyDays * 86_400_000).toISOString().slice(0, 10));
  return days.filter((on) => !skip.includes(on)).slice(0, count).map((on) => localMoment(on, time));
}
