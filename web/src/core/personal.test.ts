import { describe, expect, it } from 'vitest';
import { personal } from './personal';

describe('what a message would give away', () => {
  it.each([
    ['Bel me op 06-12345678.', ['phone']],
    ['06 12 34 56 78', ['phone']],
    ['(020) 123 45 67', ['phone']],
    ['+31 6 12345678', ['phone']],
    ['0032 475 12 34 56', ['phone']],
    ['Mail naar roos.jansen+kring@voorbeeld.nl gerust', ['email']],
    ['mijn bsn is 111222333', ['bsn']],
    ['1112.22.333', ['bsn']],
    ['10000008', ['bsn']],
    ['NL91 ABNA 0417 1643 00', ['iban']],
    ['nl91abna0417164300, op naam van R.', ['iban']],
    ['BE68 5390 0754 7034', ['iban']],
    ['roos@voorbeeld.nl of 0612345678', ['email', 'phone']],
  ])('%s', (text, kinds) => expect(personal(text).toSorted()).toEqual(kinds));

  it.each([
    '',
    'Ik sliep van 23.00 tot 07.30 uur.',
    'Bel 112, of 113, of 0800-0113: dat is gratis.',
    'Veilig Thuis: 0800-2000',
    'Op 12-11-2026 om 10.00 uur',
    'Ik heb 111222334 stappen gezet', // fails the check of 11
    'DE89 3704 0044 0532 0130 01', // fails the check of 97
    'Wij zijn @ home',
    '10 20 30 40 50',
    '000000000',
  ])('nothing in: %s', (text) => expect(personal(text)).toEqual([]));

  it('a long text is no trouble', () => {
    expect(personal('1 2.3-'.repeat(20_000) + 'a@'.repeat(20_000) + 'NL91 '.repeat(20_000) + ' 0612345678')).toEqual(['phone']);
  });
});
