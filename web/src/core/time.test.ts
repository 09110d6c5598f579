import { describe, expect, it } from 'vitest';
import { clock, day, dayKey, daysBetween, localMoment, rhythm } from './time';

describe('time of the Netherlands', () => {
  it('is read the same wherever the browser is', () => {
    const at = Date.UTC(2026, 11, 1, 18, 30);
    expect(clock(at)).toBe('19:30');
    expect(day(at)).toBe('dinsdag 1 december');
    expect(dayKey(Date.UTC(2026, 11, 1, 23, 30))).toBe('2026-12-02');
  });

  it('turns a local day and time into a moment, in summer and winter', () => {
    expect(localMoment('2026-12-01', '19:30')).toBe(Date.UTC(2026, 11, 1, 18, 30));
    expect(localMoment('2026-07-01', '19:30')).toBe(Date.UTC(2026, 6, 1, 17, 30));
  });

  it.each([
    ['spring', '2027-03-23', '2027-03-30'],
    ['autumn', '2026-10-20', '2026-10-27'],
  ])('a weekly group keeps its clock time over the %s change', (_, first, second) => {
    const dates = rhythm(first, '19:30', 7, 2);
    expect(dates.map(clock)).toEqual(['19:30', '19:30']);
    expect(dates.map(dayKey)).toEqual([first, second]);
  });

  it('stays right in the hours around the change', () => {
    expect(localMoment('2027-03-28', '01:30')).toBe(Date.UTC(2027, 2, 28, 0, 30));
    expect(localMoment('2027-03-28', '03:30')).toBe(Date.UTC(2027, 2, 28, 1, 30));
    expect(localMoment('2026-10-25', '03:30')).toBe(Date.UTC(2026, 9, 25, 2, 30));
  });

  it('counts calendar days, not hours', () => {
    expect(daysBetween(localMoment('2027-03-27', '23:59'), localMoment('2027-03-28', '00:01'))).toBe(1);
    expect(daysBetween(localMoment('2026-10-25', '00:10'), localMoment('2026-10-25', '23:50'))).toBe(0);
  });
});
