import { t } from '../../core/selftest-words';
import { Alert, ButtonLink, Card, Heading, Link, Text, useAbout } from '../../ui';
import type { Area, Outcome } from './test';

/** What the answers mean in plain words. Never a number, never a diagnosis. */
export function Result({ outcome }: { outcome: Outcome }) {
  return (
    <>
      {outcome.care.length > 0 && <Alert kind="warning" title={t('selftest.care.first')}><Text>{t('selftest.care.again')}</Text></Alert>}
      <Card main labelledBy="uitkomst">
        <Heading level={2} id="uitkomst">{t(`selftest.result.${outcome.weight}.title`)}</Heading>
        <Text>{t(`selftest.result.${outcome.weight}.text`)}</Text>
        {outcome.weight === 'doctor' && <Say outcome={outcome} />}
        <Text muted>{t('selftest.noDiagnosis')}</Text>
      </Card>
      {outcome.heavy.length > 0 && <Tips heavy={outcome.heavy} />}
      <Further />
    </>
  );
}

/** The hardest sentence is the first one: here it is, to read out on the telephone. */
function Say({ outcome: { care, heavy } }: { outcome: Outcome }) {
  const list = heavy.map((area) => t(`selftest.short.${area}`)).join(', ');
  return (
    <>
      <Text>{t('selftest.say')}</Text>
      <blockquote className="kring-selftest__say">{care[0] ? t(`selftest.say.${care[0]}`) : t('selftest.say.list', { list })}</blockquote>
    </>
  );
}

function Tips({ heavy }: { heavy: Area[] }) {
  return (
    <Card labelledBy="stap">
      <Heading level={2} id="stap">{t('selftest.tips')}</Heading>
      <ul className="kring-stack">
        {heavy.map((area) => (
          <li key={area}>
            <strong>{t(`selftest.q.${area}`)}</strong>
            <Text>{t(`selftest.tip.${area}`)}</Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Further() {
  const organisation = useAbout().data?.organisation.name;
  return (
    <Card labelledBy="verder">
      <Heading level={2} id="verder">{t('selftest.further')}</Heading>
      <Text>{t('selftest.further.text')}</Text>
      <div><ButtonLink kind="primary" href="/zelfhulp">{t('selfhelp.title')}</ButtonLink></div>
      {organisation && <Link block href="/wie#contact">{t('selftest.further.group', { organisation })}</Link>}
    </Card>
  );
}
