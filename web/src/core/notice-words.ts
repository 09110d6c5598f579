// The words of the page "Meldingen", which come with it and not with a first page.
import { withWords } from './i18n';
import en from '../i18n/notices.en.json';
import nl from '../i18n/notices.nl.json';

export const t = withWords(nl, en);
