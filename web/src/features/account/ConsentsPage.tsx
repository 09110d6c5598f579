import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { consentsQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { ConsentView } from '../../core/types';
import { Card, Heading, Loaded, Page, Problem, Switch, Text } from '../../ui';
import { OwnRecordings } from './OwnRecordings';

export default function ConsentsPage() {
  const consents = useQuery(consentsQuery);
  return (
    <Page title={t('consents.title')}>
      <Text>{t('consents.intro')}</Text>
      <Loaded of={consents}>
        {(all) => all.length === 0
          ? <Text muted>{t('consents.none')}</Text>
          : groupNames(all).map(([id, name]) => (
            <section key={id} className="kring-stack" aria-label={name}>
              <Heading level={2}>{name}</Heading>
              {all.filter((one) => one.groupId === id).map((one) => <Consent key={one.kind} consent={one} />)}
            </section>
          ))}
      </Loaded>
      <OwnRecordings />
    </Page>
  );
}

function groupNames(all: ConsentView[]): [string, string][] {
  return [...new Map(all.map((one) => [one.groupId, one.groupName]))];
}

function Consent({ consent }: { consent: ConsentView }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (given: boolean) => api.post(`/groups/${consent.groupId}/consents`, { kind: consent.kind, version: consent.version, given }),
    onSuccess: () => queries.invalidateQueries({ queryKey: consentsQuery.queryKey }),
  });
  const shown = change.isPending ? change.variables : consent.given;
  return (
    <Card>
      <div className="kring-row kring-row--between kring-row--fixed">
        <Heading level={3}>{consent.title}</Heading>
        {!consent.required && (
          <Switch
            label={consent.title}
            checked={shown}
            words={{ on: t('consents.on'), off: t('consents.off') }}
            onChange={(given) => change.mutate(given)}
          />
        )}
      </div>
      {change.error && <Problem error={change.error} />}
      <Text small muted>{state(consent)}</Text>
      <details className="kring-details">
        <summary>{t('consents.read')}</summary>
        <Text prose>{consent.body}</Text>
        <Text small muted>{t('consents.version', { version: consent.version })}</Text>
      </details>
    </Card>
  );
}

/** What the person answered and when, in one sentence. */
function state({ given, at, required }: ConsentView): string {
  if (!at) return t('consents.never');
  if (required) return t('consents.agreed', { date: date(at) });
  return given ? t('consents.given', { date: date(at) }) : t('consents.withdrawn', { date: date(at) });
}
