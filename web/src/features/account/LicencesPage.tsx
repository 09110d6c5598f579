import { t } from '../../core/i18n';
import { Link, List, ListItem, Page, Text } from '../../ui';

/** What the browser client is made of. EUPL-1.2 packages are used unmodified. */
const parts = [
  ['NL Design System: @nl-design-system-candidate (button, data-badge, heading, link, number-badge, paragraph, skip-link)', 'EUPL-1.2', 'https://nldesignsystem.nl'],
  ['Utrecht Design System: @utrecht (alert, checkbox, form-field, form-label, radio-button, select, table, textarea, textbox)', 'EUPL-1.2', 'https://nl-design-system.github.io/utrecht/'],
  ['Atkinson Hyperlegible Next, Braille Institute', 'SIL OFL 1.1', 'https://www.brailleinstitute.org/freefont/'],
  ['React', 'MIT', 'https://react.dev'],
  ['TanStack Query', 'MIT', 'https://tanstack.com/query'],
  ['wouter', 'Unlicense', 'https://github.com/molefrog/wouter'],
  ['intl-messageformat', 'BSD-3-Clause', 'https://formatjs.github.io'],
  ['Lucide', 'ISC', 'https://lucide.dev'],
  ['MediaPipe Selfie Segmentation', 'Apache-2.0', 'https://github.com/google-ai-edge/mediapipe'],
  ['uqr', 'MIT', 'https://github.com/unjs/uqr'],
] as const;

export default function LicencesPage() {
  return (
    <Page title={t('licences.title')}>
      <Text>{t('licences.intro')}</Text>
      <List>
        {parts.map(([name, licence, url]) => (
          <ListItem key={name} action={<span className="kring-muted">{licence}</span>}><Link href={url}>{name}</Link></ListItem>
        ))}
      </List>
    </Page>
  );
}
