import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { facilitatorsQuery, groupQuery } from '../../core/queries';
import type { GroupView } from '../../core/types';
import { Button, Card, Heading, Problem, Select, Text } from '../../ui';

/** Who plans has another facilitator take over, or ends that. Members see it on the group's page. */
export function Substitute({ group }: { group: GroupView }) {
  const own = group.facilitators.filter(({ replaces }) => !replaces);
  const standIns = group.facilitators.filter(({ replaces }) => replaces);
  const able = (useQuery(facilitatorsQuery(group.organisation.id)).data ?? []).filter(({ personId }) => !group.facilitators.some((one) => one.personId === personId));
  const [replaces, setReplaces] = useState(own[0]?.personId ?? '');
  const [personId, setPersonId] = useState('');
  const queries = useQueryClient();
  const read = () => queries.invalidateQueries({ queryKey: groupQuery(group.id).queryKey });
  const name = useMutation({ mutationFn: () => api.put(`/groups/${group.id}/substitute`, { replaces, personId: personId || able[0]?.personId }), onSuccess: read });
  const end = useMutation({ mutationFn: (person: string) => api.remove(`/groups/${group.id}/substitutes/${person}`), onSuccess: read });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.isPending) name.mutate();
  }
  return (
    <Card labelledBy="substitute">
      <Heading level={2} look={3} id="substitute">{t('substitute.title')}</Heading>
      <Text muted>{t('substitute.about')}</Text>
      {standIns.map((one) => (
        <div key={one.personId} className="kring-row">
          <span>{t('substitute.now', { name: one.name, replaces: one.replaces ?? '' })}</span>
          <Button small busy={end.isPending} onClick={() => end.mutate(one.personId)}>{t('substitute.end')}</Button>
        </div>
      ))}
      {able.length === 0 ? <Text muted>{t('substitute.nobody')}</Text> : (
        <form className="kring-form" onSubmit={submit}>
          <Select label={t('substitute.of')} value={replaces} onChange={(event) => setReplaces(event.target.value)}>
            {own.map((one) => <option key={one.personId} value={one.personId}>{one.name}</option>)}
          </Select>
          <Select label={t('substitute.who')} value={personId || able[0]?.personId} onChange={(event) => setPersonId(event.target.value)}>
            {able.map((one) => <option key={one.personId} value={one.personId}>{one.name}</option>)}
          </Select>
          <div><Button type="submit" busy={name.isPending}>{t('substitute.name')}</Button></div>
        </form>
      )}
      {(name.error ?? end.error) && <Problem error={name.error ?? end.error} />}
    </Card>
  );
}
