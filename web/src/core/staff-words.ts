// The words of pages that only staff open. They import `t` from here: a participant's first page fetches none of them,
// and a page that says one without having it does not pass the type check.
import en from '../i18n/staff.en.json';
import nl from '../i18n/staff.nl.json';
import { withWords, type MessageKey as EverywhereKey } from './i18n';

export type MessageKey = EverywhereKey | keyof typeof nl;

export const t = withWords(nl, en);
