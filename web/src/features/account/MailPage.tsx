import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { demoMailQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { DemoMail } from '../../core/types';
import { Card, Heading, Loaded, Page, Text } from '../../ui';

/** The mailbox of the demo: no letter leaves this computer. */
export default function MailPage() {
  const mail = useQuery({ ...demoMailQuery, refetchInterval: 3000 });
  return (
    <Page title={t('mail.title')}>
      <Text>{t('mail.intro')}</Text>
      <Loaded of={mail}>
        {(letters) => letters.length === 0
          ? <Text muted>{t('mail.empty')}</Text>
          : [...letters].sort((a, b) => b.at - a.at).map((letter) => <Letter key={`${letter.at}${letter.to}${letter.subject}`} letter={letter} />)}
      </Loaded>
    </Page>
  );
}

function Letter({ letter }: { letter: DemoMail }) {
  return (
    <Card>
      <Heading level={2} look={3}>{letter.subject}</Heading>
      <Text small muted>{t('mail.to', { to: letter.to, when: `${day(letter.at)}, ${clock(letter.at)}` })}</Text>
      <p className="nl-paragraph kring-prose">{linked(letter.text)}</p>
    </Card>
  );
}

/** The addresses in a plain text become links. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, i) =>
    i % 2 === 1 ? <a key={i} className="nl-link" href={part}>{part}</a> : part,
  );
}
