import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { groupQuery } from '../../core/queries';
import type { GroupView } from '../../core/types';
import { Alert, Button, Card, Heading, Problem, Select, Text } from '../../ui';

/** Days that a recording can be kept for; another number that was chosen is among them too. */
const choices = [7, 14, 30, 60, 90, 180];

/** For how long what the group leaves is kept. */
export function SettingsKeep({ group }: { group: GroupView }) {
  const { keep } = group;
  const [days, setDays] = useState(keep.recordingDays);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put(`/groups/${group.id}/keep`, { ...keep, recordingDays: days }),
    onSuccess: () => queries.invalidateQueries({ queryKey: groupQuery(group.id).queryKey }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  const all = [...new Set([...choices, keep.recordingDays])].toSorted((a, b) => a - b);
  return (
    <Card labelledBy="keep">
      <Heading level={2} look={3} id="keep">{t('settings.keep.title')}</Heading>
      <Text muted>{t('settings.keep.about')}</Text>
      <form className="kring-form" onSubmit={submit}>
        <Select label={t('settings.keep.recordings')} value={String(days)} onChange={(event) => setDays(Number(event.target.value))}>
          {all.map((one) => <option key={one} value={one}>{t('settings.keep.days', { count: one })}</option>)}
        </Select>
        {days < keep.recordingDays && <Alert kind="warning" live><Text>{t('settings.keep.shorter')}</Text></Alert>}
        {days > keep.recordingDays && <Alert kind="info" live><Text>{t('settings.keep.longer')}</Text></Alert>}
        <div><Button type="submit" busy={save.isPending}>{t('settings.keep.save')}</Button></div>
        {save.isSuccess && days === keep.recordingDays && <Alert kind="ok" live><Text>{t('settings.keep.saved')}</Text></Alert>}
      </form>
      {save.error && <Problem error={save.error} />}
    </Card>
  );
}
