/** What somebody may regret to have shared with a group (CHAT-5). */
export type Personal = 'phone' | 'email' | 'bsn' | 'iban';

/** Numbers as people write them: digits, with spaces, dots, hyphens or brackets between. */
const number = /(?<![\w+])(?:\+|\(?)\d(?:[ .()/-]{0,2}\d){7,14}(?!\w)/g;
const email = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
const account = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?!\w)/gi;

/** The kinds of personal data in a text, each once. It is a warning while typing: nothing is sent anywhere. */
export function personal(text: string): Personal[] {
  const found = new Set<Personal>();
  if (email.test(text)) found.add('email');
  let rest = text;
  for (const [written] of text.matchAll(account)) {
    if (!isIban(written)) continue;
    found.add('iban');
    rest = rest.replace(written, ' ');
  }
  for (const [written] of rest.matchAll(number)) {
    const digits = written.replaceAll(/\D/g, '');
    if (isPhone(written.startsWith('+'), digits)) found.add('phone');
    else if (isBsn(digits)) found.add('bsn');
  }
  return [...found];
}

/** A Dutch number of ten digits, or one with the code of a country. Free numbers, as of help lines, are nobody's own. */
function isPhone(plus: boolean, digits: string): boolean {
  if (plus || digits.startsWith('00')) return digits.length >= 10;
  return digits.length === 10 && /^0[1-9]/.test(digits) && !/^0[89]0/.test(digits);
}

/** The check of a citizen service number: nine digits weigh 9 to 2 and -1, and the sum divides by 11. Older ones leave a 0 out in front. */
function isBsn(digits: string): boolean {
  if (digits.length < 8 || digits.length > 9 || /^0+$/.test(digits)) return false;
  const sum = [...digits.padStart(9, '0')].reduce((so, digit, i) => so + Number(digit) * (i === 8 ? -1 : 9 - i), 0);
  return sum % 11 === 0;
}

/** ISO 13616: the first four go to the end, letters count from 10, and 1 is left of 97. */
function isIban(written: string): boolean {
  const text = written.replaceAll(' ', '').toUpperCase();
  if (text.length < 15 || text.length > 34) return false;
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((one) => parseInt(one, 36)).join('');
  return [...digits].reduce((left, digit) => (left * 10 + Number(digit)) % 97, 0) === 1;
}
