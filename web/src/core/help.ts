// The help lines that are always there, also when the server cannot be reached or an organisation left them out.
import { t } from './i18n';
import type { HelpLine } from './types';

export function builtInHelp(): HelpLine[] {
  return [
    { name: t('help.emergency.name'), phone: '112', text: t('help.emergency.text'), primary: true },
    { name: t('help.suicide.name'), phone: '0800-0113', text: t('help.suicide.text'), primary: true },
    { name: t('help.chat.name'), url: 'https://www.113.nl', text: t('help.chat.text') },
    { name: t('help.safeHome.name'), phone: '0800-2000', text: t('help.safeHome.text') },
    { name: t('help.doctor.name'), text: t('help.doctor.text') },
  ];
}

/** The lines of the organisation, or ours when it gives none. Never empty. */
export function helpLines(given: HelpLine[] | undefined): HelpLine[] {
  return given && given.length > 0 ? given : builtInHelp();
}
