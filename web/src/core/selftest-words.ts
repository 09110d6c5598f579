// The words of the self-tests, which come with their page and not with a first one.
import en from '../i18n/selftest.en.json';
import nl from '../i18n/selftest.nl.json';
import { withWords } from './i18n';

export const t = withWords(nl, en);
