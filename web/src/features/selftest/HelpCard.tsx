import { t } from '../../core/selftest-words';
import { Heading, HelpLines, Text, useAbout } from '../../ui';
import type { Care } from './test';

/** Said where an answer calls for it, at once. The numbers are in the page, also without a network. */
export function HelpCard({ care }: { care: Care }) {
  const about = useAbout().data;
  return (
    <div className="kring-selftest__help">
      <Heading level={2} look={3}>{t(`selftest.care.${care}.title`)}</Heading>
      <Text>{t(`selftest.care.${care}.text`)}</Text>
      <HelpLines lines={about?.helpLines} />
    </div>
  );
}
