import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { groupQuery } from '../../core/queries';
import type { GroupView } from '../../core/types';
import { Alert, Button, Card, Choice, Heading, Problem, Select, Text, TextBox } from '../../ui';

/** Whether everybody sees the group in the catalogue, and what it says there. */
export function SettingsPublic({ group }: { group: GroupView }) {
  const [offering, setOffering] = useState(group.offering);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put(`/groups/${group.id}/public`, offering),
    onSuccess: () => queries.invalidateQueries({ queryKey: groupQuery(group.id).queryKey }),
  });
  const change = (part: Partial<typeof offering>) => {
    save.reset();
    setOffering({ ...offering, ...part });
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  const hidden = group.visibility === 'hidden';
  const write = (name: 'financier' | 'cost' | 'place') => ({ value: offering[name], onChange: (event: ChangeEvent<HTMLInputElement>) => change({ [name]: event.target.value }) });
  return (
    <Card labelledBy="public">
      <Heading level={2} look={3} id="public">{t('settings.public.title')}</Heading>
      <Text muted>{hidden ? t('settings.public.hidden') : t('settings.public.about')}</Text>
      {!hidden && (
        <form className="kring-form" onSubmit={submit}>
          <Choice type="checkbox" label={t('settings.public.show')} checked={offering.public} onChange={(event) => change({ public: event.target.checked })} />
          <TextBox label={t('settings.public.financier')} maxLength={120} {...write('financier')} />
          <TextBox label={t('settings.public.cost')} maxLength={200} {...write('cost')} />
          <TextBox label={t('settings.public.place')} maxLength={120} {...write('place')} />
          <Select label={t('settings.public.lang')} value={offering.lang} onChange={(event) => change({ lang: event.target.value as 'nl' | 'en' })}>
            <option value="nl">Nederlands</option>
            <option value="en">English</option>
          </Select>
          <div className="kring-row">
            <Button type="submit" busy={save.isPending}>{t('settings.keep.save')}</Button>
            {group.offering.public && <a className="nl-link kring-block-link" href={`/aanbod/${group.id}`}>{t('settings.public.look')}</a>}
          </div>
          {save.isSuccess && <Alert kind="ok" live><Text>{t('settings.public.soon')}</Text></Alert>}
        </form>
      )}
      {save.error && <Problem error={save.error} />}
    </Card>
  );
}
