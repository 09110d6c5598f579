import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, call } from '../../../core/api';
import { t } from '../../../core/staff-words';
import { questionnairesQuery } from '../../../core/queries';
import type { Instrument } from '../../../core/types';
import { Alert, Button, problemText, Text, TextBox } from '../../../ui';

/** Brings in the owner's own file; what does not fit is told with its place in the file. */
export function ImportText({ org, instrument }: { org: string; instrument: Instrument }) {
  const [file, setFile] = useState<File>();
  const [licence, setLicence] = useState(instrument.licence);
  const queries = useQueryClient();
  const bring = useMutation({
    mutationFn: (content: File) => call('PUT', `/organisations/${org}/questionnaires/${instrument.id}?licence=${encodeURIComponent(licence.trim())}`, { content }),
    onSuccess: () => queries.invalidateQueries({ queryKey: questionnairesQuery(org).queryKey }),
  });
  function send(event: FormEvent) {
    event.preventDefault();
    if (file) bring.mutate(file);
  }
  return (
    <details className="kring-details">
      <summary>{t(instrument.imported ? 'surveys.import.again' : 'surveys.import')}</summary>
      <form className="kring-stack" onSubmit={send}>
        <Text small muted>{t('surveys.import.about', { name: instrument.name })}</Text>
        <TextBox type="file" label={t('surveys.import.file')} accept=".json,application/json,application/fhir+json" required onChange={(event) => { setFile(event.target.files?.[0]); bring.reset(); }} />
        <TextBox label={t('surveys.licence')} description={t('surveys.licence.about')} maxLength={300} required value={licence} onChange={(event) => setLicence(event.target.value)} />
        {bring.error && <Refused error={bring.error} />}
        {bring.isSuccess && <Alert kind="ok" live><Text>{t('surveys.import.done')}</Text></Alert>}
        <div><Button type="submit" kind="primary" busy={bring.isPending} disabled={!file || licence.trim() === ''}>{t('surveys.import.button')}</Button></div>
      </form>
    </details>
  );
}

/** What does not fit, where, and the check's own words for who made the file. */
function Refused({ error }: { error: Error }) {
  const { field, detail } = error instanceof ApiError ? error.problem : {};
  return (
    <Alert kind="error" live title={problemText(error)}>
      {field && <Text>{t('surveys.import.place')} <code>{field}</code></Text>}
      {field && detail && <Text small><span lang="en">{detail}</span></Text>}
    </Alert>
  );
}
