import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { groupQuery, substitutesQuery } from '../../core/queries';
import type { FacilitatorView, GroupView, MeetingView } from '../../core/types';
import { Button, Card, Heading, Problem, Select, Text } from '../../ui';

/** Who plans has another facilitator take over the group, or ends that. Members see it on the group's page. */
export function Substitute({ group }: { group: GroupView }) {
  return (
    <Card labelledBy="substitute">
      <Heading level={2} look={3} id="substitute">{t('substitute.title')}</Heading>
      <Text muted>{t('substitute.about')}</Text>
      <StandIns group={group} of={`/groups/${group.id}`} named={group.facilitators.filter(({ replaces }) => replaces)} />
    </Card>
  );
}

/** The same for one meeting: whoever is named guides it, and nothing else of the group. */
export function MeetingSubstitute({ group, meeting, done }: { group: GroupView; meeting: MeetingView; done: () => void }) {
  return (
    <div className="kring-stack kring-move">
      <Text small muted>{t('substitute.once.about')}</Text>
      <StandIns group={group} of={`/meetings/${meeting.id}`} named={meeting.substitutes ?? []} />
      <div><Button small kind="subtle" onClick={done}>{t('substitute.once.done')}</Button></div>
    </div>
  );
}

/** Who stands in, and a form to name somebody. `of` is the path of the group or the meeting. */
function StandIns({ group, of, named }: { group: GroupView; of: string; named: FacilitatorView[] }) {
  const own = group.facilitators.filter(({ replaces }) => !replaces);
  const able = (useQuery(substitutesQuery(group.id)).data ?? []).filter(({ personId }) => !named.some((one) => one.personId === personId));
  const [replaces, setReplaces] = useState(own[0]?.personId ?? '');
  const [personId, setPersonId] = useState('');
  const chosen = able.some((one) => one.personId === personId) ? personId : able[0]?.personId;
  const queries = useQueryClient();
  const read = async () => {
    await queries.invalidateQueries({ queryKey: groupQuery(group.id).queryKey });
  };
  const name = useMutation({ mutationFn: () => api.put(`${of}/substitute`, { replaces, personId: chosen }), onSuccess: read });
  const end = useMutation({ mutationFn: (person: string) => api.remove(`${of}/substitutes/${person}`), onSuccess: read });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.isPending) name.mutate();
  }
  return (
    <>
      {named.map((one) => (
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
          <Select label={t('substitute.who')} value={chosen} onChange={(event) => setPersonId(event.target.value)}>
            {able.map((one) => <option key={one.personId} value={one.personId}>{one.name}</option>)}
          </Select>
          <div><Button type="submit" busy={name.isPending}>{t('substitute.name')}</Button></div>
        </form>
      )}
      {(name.error ?? end.error) && <Problem error={name.error ?? end.error} />}
    </>
  );
}
