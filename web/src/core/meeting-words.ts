// The words of a meeting, from its door to its end, which come with its page and not with a first one.
import en from '../i18n/meeting.en.json';
import nl from '../i18n/meeting.nl.json';
import { withWords, type MessageKey as EverywhereKey } from './i18n';

export type MessageKey = EverywhereKey | keyof typeof nl;

export const t = withWords(nl, en);
