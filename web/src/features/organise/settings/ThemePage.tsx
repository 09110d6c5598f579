import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, call, type Answer } from '../../../core/api';
import { t } from '../../../core/staff-words';
import { sessionQuery, themeQuery } from '../../../core/queries';
import type { TokenCheck, TokenFault } from '../../../core/types';
import { Alert, Button, Card, Loaded, Page, Problem, Text, TextArea, TextBox, useSession } from '../../../ui';

const shown = 12;

/** The organisation's token file. It is kept only when every word that it colours can be read. */
export default function ThemePage({ org }: { org: string }) {
  const theme = useQuery({ ...themeQuery(org), staleTime: Infinity, gcTime: 0 });
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('org.theme.title')} eyebrow={name}>
      <Text>{t('org.theme.about')}</Text>
      <Text>{t('org.theme.check')}</Text>
      <Loaded of={theme}>{(read) => <Form org={org} read={read} />}</Loaded>
    </Page>
  );
}

function Form({ org, read }: { org: string; read: Answer<{ source: string }> }) {
  const [source, setSource] = useState(read.data.source);
  const [etag, setEtag] = useState(read.etag);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async () => {
      const check = await api.post<TokenCheck>(`/organisations/${org}/theme/check`, { source });
      if (check.faults.length === 0) {
        setEtag((await call('PUT', `/organisations/${org}/theme`, { body: { source }, ifMatch: etag })).etag);
        await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
      return check;
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  return (
    <Card>
      <form className="kring-stack" onSubmit={submit}>
        <TextBox label={t('org.theme.file')} type="file" accept=".css,text/css" onChange={(event) => void event.target.files?.[0]?.text().then(setSource)} />
        <TextArea label={t('org.theme.source')} description={t('org.theme.sourceAbout')} rows={14} maxLength={204_800} spellCheck={false} value={source} onChange={(event) => setSource(event.target.value)} />
        {save.error && <Problem error={save.error} />}
        {save.data && <Outcome check={save.data} />}
        <div><Button kind="primary" type="submit" busy={save.isPending}>{t('org.theme.save')}</Button></div>
      </form>
    </Card>
  );
}

function Outcome({ check: { faults, used, unknown } }: { check: TokenCheck }) {
  if (faults.length === 0) {
    return <Alert kind="ok" live><Text>{t('org.theme.saved', { used })} {unknown > 0 && t('org.theme.unknown', { count: unknown })}</Text></Alert>;
  }
  return (
    <Alert kind="error" live>
      <Text>{t('org.theme.faults')}</Text>
      <ul>{faults.slice(0, shown).map((fault, i) => <li key={i}>{words(fault)}</li>)}</ul>
      {faults.length > shown && <Text>{t('org.theme.more', { count: faults.length - shown })}</Text>}
    </Alert>
  );
}

function words({ code, text = '', token = '', on = '', ratio = 0, need = 0 }: TokenFault): string {
  switch (code) {
    case 'contrast': return t('org.theme.contrast', { token, on, ratio, need });
    case 'token.value': return t('org.theme.value', { token, text });
    default: return t('org.theme.syntax', { text });
  }
}
