import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { chatRulesQuery } from '../../core/queries';
import type { ChatRules } from '../../core/types';
import { Alert, Button, Card, Choice, Heading, Loaded, Problem, Select, Text, TextBox } from '../../ui';

/** What holds in the group's chat; facilitators choose it. */
export function SettingsChat({ group }: { group: string }) {
  const rules = useQuery(chatRulesQuery(group));
  return (
    <Card labelledBy="chat-rules">
      <Heading level={2} look={3} id="chat-rules">{t('settings.chat.title')}</Heading>
      <Loaded of={rules}>{(now) => <Form group={group} now={now} />}</Loaded>
    </Card>
  );
}

function Form({ group, now }: { group: string; now: ChatRules }) {
  const { slowSec, readOnly, editMin, typing, receipts, hours, named, decideHours } = now;
  const [set, setSet] = useState({ slowSec, readOnly, editMin, typing, receipts, hours, named, decideHours });
  const change = (part: Partial<typeof set>) => setSet({ ...set, ...part });
  const span = set.hours?.[0];
  const hoursOf = (from: string, to: string) => [1, 2, 3, 4, 5].map((on) => ({ day: on, from, to }));
  const queries = useQueryClient();
  const save = useMutation({ mutationFn: () => api.put(`/groups/${group}/chat`, set), onSuccess: () => queries.invalidateQueries({ queryKey: chatRulesQuery(group).queryKey }) });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <Choice type="checkbox" checked={set.readOnly} onChange={(event) => change({ readOnly: event.target.checked })} label={t('settings.chat.readOnly')} />
      <Select label={t('settings.chat.slow')} value={String(set.slowSec)} onChange={(event) => change({ slowSec: Number(event.target.value) })}>
        {[...new Set([0, 30, 60, 300, slowSec])].map((one) => <option key={one} value={one}>{t('settings.chat.seconds', { count: one })}</option>)}
      </Select>
      <TextBox label={t('settings.chat.edit')} type="number" min={0} max={1440} value={set.editMin} onChange={(event) => change({ editMin: Number(event.target.value) })} />
      <TextBox label={t('settings.chat.decide')} type="number" min={1} max={168} value={set.decideHours} onChange={(event) => change({ decideHours: Number(event.target.value) })} />
      <Select label={t('settings.chat.named')} value={set.named} onChange={(event) => change({ named: event.target.value })}>
        <option value="">{t('settings.chat.nobody')}</option>
        {now.candidates?.map(({ personId, name }) => <option key={personId} value={personId}>{name}</option>)}
      </Select>
      <Choice type="checkbox" checked={Boolean(span)} onChange={(event) => change({ hours: event.target.checked ? hoursOf('09:00', '17:00') : [] })} label={t('settings.chat.hours')} />
      {span && (
        <div className="kring-row">
          <TextBox label={t('settings.chat.from')} type="time" value={span.from} onChange={(event) => change({ hours: hoursOf(event.target.value, span.to) })} />
          <TextBox label={t('settings.chat.to')} type="time" value={span.to} onChange={(event) => change({ hours: hoursOf(span.from, event.target.value) })} />
        </div>
      )}
      <div><Button type="submit" busy={save.isPending}>{t('settings.chat.save')}</Button></div>
      {save.isSuccess && <Alert kind="ok" live><Text>{t('settings.chat.saved')}</Text></Alert>}
      {save.error && <Problem error={save.error} />}
    </form>
  );
}
