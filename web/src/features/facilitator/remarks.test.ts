// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { keepRemarks, readRemarks, without, written } from './remarks';

beforeEach(() => sessionStorage.clear());

describe('remarks', () => {
  it('come back after a reload, per answer, and leave nothing when all are sent', () => {
    keepRemarks('a', { hope: 'Mooi', feel: 'Dank' });
    expect(readRemarks('a')).toEqual({ hope: 'Mooi', feel: 'Dank' });
    expect(readRemarks('b')).toEqual({});
    keepRemarks('a', without(without(readRemarks('a'), 'hope'), 'feel'));
    expect(sessionStorage).toHaveLength(0);
  });

  it('only what says something is sent', () => {
    expect(written({ hope: '  Mooi.\n', feel: ' ' })).toEqual([['hope', 'Mooi.']]);
  });

  it('survive whatever stands in the storage', () => {
    sessionStorage.setItem('kring.feedback.a', '{"hope":7,"feel":"Dank"}');
    expect(readRemarks('a')).toEqual({ feel: 'Dank' });
    sessionStorage.setItem('kring.feedback.a', 'null');
    expect(readRemarks('a')).toEqual({});
    sessionStorage.setItem('kring.feedback.a', '{');
    expect(readRemarks('a')).toEqual({});
  });
});
