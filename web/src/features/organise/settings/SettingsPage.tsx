import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, call, type Answer } from '../../../core/api';
import { t } from '../../../core/staff-words';
import { aboutQuery, parentsQuery, sessionQuery, settingsQuery } from '../../../core/queries';
import type { OrganisationChoice, Settings } from '../../../core/types';
import { Button, Card, Heading, Loaded, Page, Problem, problemText, Select, Text, TextArea, TextBox, useSession } from '../../../ui';
import { HelpLineFields } from './HelpLineFields';

const kinds: Settings['kind'][] = ['gemeente', 'wijkteam', 'ggz-instelling', 'huisartsenpraktijk'];

export default function SettingsPage({ org }: { org: string }) {
  const settings = useQuery({ ...settingsQuery(org), staleTime: Infinity, gcTime: 0 });
  const parents = useQuery(parentsQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('org.settings.title')} eyebrow={name}>
      <Text>{t('org.settings.about')}</Text>
      <Loaded of={settings}>
        {(read) => <Loaded of={parents}>{(all) => <Form org={org} read={read} parents={all} />}</Loaded>}
      </Loaded>
    </Page>
  );
}

type FieldsProps = { settings: Settings; change: (part: Partial<Settings>) => void; errorOf: (field: string) => string | undefined };

function Form({ org, read, parents }: { org: string; read: Answer<Settings>; parents: OrganisationChoice[] }) {
  const [settings, setSettings] = useState(read.data);
  const [etag, setEtag] = useState(read.etag);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => call<Settings>('PUT', `/organisations/${org}/settings`, { body: settings, ifMatch: etag }),
    onSuccess: (saved) => {
      setEtag(saved.etag);
      setSettings(saved.data);
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void queries.invalidateQueries({ queryKey: aboutQuery.queryKey });
    },
  });
  const field = save.error instanceof ApiError ? save.error.problem.field : undefined;
  const fields: FieldsProps = {
    settings,
    change: (part) => setSettings({ ...settings, ...part }),
    errorOf: (name) => (name === field ? problemText(save.error) : undefined),
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Who {...fields} parents={parents} />
      <Reach {...fields} />
      <HelpLineFields lines={settings.helpLines} change={(helpLines) => fields.change({ helpLines })} error={fields.errorOf('helpLines')} />
      {save.error && <Problem error={save.error} />}
      <div className="kring-row">
        <Button kind="primary" type="submit" busy={save.isPending}>{t('org.settings.save')}</Button>
        <span role="status">{save.isSuccess && t('org.settings.saved')}</span>
      </div>
    </form>
  );
}

function Who({ settings, change, errorOf, parents }: FieldsProps & { parents: OrganisationChoice[] }) {
  return (
    <Card labelledBy="who">
      <Heading level={2} look={3} id="who">{t('org.settings.who')}</Heading>
      <TextBox label={t('org.settings.name')} required maxLength={120} value={settings.name} onChange={(event) => change({ name: event.target.value })} error={errorOf('name')} />
      <div className="kring-columns kring-columns--small">
        <Select label={t('org.settings.kind')} value={settings.kind} onChange={(event) => change({ kind: event.target.value as Settings['kind'] })} error={errorOf('kind')}>
          {kinds.map((kind) => <option key={kind} value={kind}>{t(`org.kind.${kind}`)}</option>)}
        </Select>
        <Select label={t('org.settings.lang')} value={settings.lang} onChange={(event) => change({ lang: event.target.value as Settings['lang'] })}>
          {(['nl', 'en'] as const).map((lang) => <option key={lang} value={lang}>{t(`org.lang.${lang}`)}</option>)}
        </Select>
      </div>
      <Select label={t('org.settings.parent')} description={t('org.settings.parentAbout')} value={settings.parentId} onChange={(event) => change({ parentId: event.target.value })} error={errorOf('parentId')}>
        <option value="">{t('org.settings.noParent')}</option>
        {parents.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </Select>
    </Card>
  );
}

function Reach({ settings: { contact, complaint }, change, errorOf }: FieldsProps) {
  const reach = (part: Partial<Settings['contact']>) => change({ contact: { ...contact, ...part } });
  const complain = (part: Partial<Settings['complaint']>) => change({ complaint: { ...complaint, ...part } });
  return (
    <>
      <Card labelledBy="contact">
        <Heading level={2} look={3} id="contact">{t('org.settings.contact')}</Heading>
        <div className="kring-columns kring-columns--small">
          <TextBox label={t('org.settings.email')} type="email" maxLength={254} value={contact.email} onChange={(event) => reach({ email: event.target.value })} error={errorOf('contact.email')} />
          <TextBox label={t('org.settings.phone')} type="tel" maxLength={40} value={contact.phone} onChange={(event) => reach({ phone: event.target.value })} />
        </div>
        <TextBox label={t('org.settings.address')} maxLength={200} value={contact.address} onChange={(event) => reach({ address: event.target.value })} />
        <TextBox label={t('org.settings.hours')} maxLength={200} value={contact.hours} onChange={(event) => reach({ hours: event.target.value })} />
      </Card>
      <Card labelledBy="complaint">
        <Heading level={2} look={3} id="complaint">{t('org.settings.complaint')}</Heading>
        <TextArea label={t('org.settings.complaintText')} rows={3} maxLength={1000} value={complaint.text} onChange={(event) => complain({ text: event.target.value })} />
        <div className="kring-columns kring-columns--small">
          <TextBox label={t('org.settings.complaintUrl')} type="url" maxLength={300} value={complaint.url} onChange={(event) => complain({ url: event.target.value })} error={errorOf('complaint.url')} />
          <TextBox label={t('org.settings.deadline')} type="number" min={0} max={366} value={complaint.deadlineDays} onChange={(event) => complain({ deadlineDays: Number(event.target.value) })} error={errorOf('complaint.deadlineDays')} />
        </div>
      </Card>
    </>
  );
}
