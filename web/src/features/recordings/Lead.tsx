import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { recordingQuery } from '../../core/queries';
import { day } from '../../core/time';
import type { RecordingView } from '../../core/types';
import { Button, Card, Final, Heading, List, ListItem, Problem, Progress, Switch, Text, TextBox } from '../../ui';
import { timeOf, timeText } from './place';

type LeadProps = {
  recording: RecordingView;
  /** Where the player is, in milliseconds. */
  here: () => number;
  group: string;
};

/** What who guides decides about a recording: who may see it, what is taken out, and whether it stays. */
export function Lead({ recording: { id, hidden, viewers }, here, group }: LeadProps) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const path = `/recordings/${id}`;
  const again = () => queries.invalidateQueries({ queryKey: recordingQuery(id).queryKey });
  const hide = useMutation({ mutationFn: () => api.patch(path, { hidden: !hidden }), onSuccess: again });
  return (
    <Card labelledBy="lead">
      <Heading level={2} look={3} id="lead">{t('recordings.lead')}</Heading>
      <div className="kring-row kring-row--between">
        <Text>{t('recordings.hide')}</Text>
        <Switch label={t('recordings.hide')} words={{ on: t('recordings.hide.on'), off: t('recordings.hide.off') }} checked={hidden} onChange={() => hide.mutate()} />
      </div>
      {hide.error && <Problem error={hide.error} />}
      <Cut here={here} cut={(from, to) => api.post(`${path}/cuts`, { from, to }).then(again)} />
      <section className="kring-stack kring-stack--tight" aria-labelledby="viewers">
        <Heading level={3} id="viewers">{t('recordings.viewers')}</Heading>
        {viewers.length === 0 ? <Text muted>{t('recordings.viewers.none')}</Text> : (
          <List label={t('recordings.viewers')}>
            {viewers.map(({ alias, seen, last }) => (
              <ListItem key={alias}><span className="kring-list__title">{alias}</span> {t('recordings.viewer', { percent: seen, day: day(last) })}<Progress done={seen} total={100} /></ListItem>
            ))}
          </List>
        )}
      </section>
      <Final title={t('recordings.delete')} text={t('recordings.delete.text')} sure={t('recordings.delete.sure')} soon={t('recordings.delete.soon')} act={() => api.remove(path).then(() => navigate(`/groep/${group}/opnames`))}>
        {(ask) => <div><Button negative onClick={ask}>{t('recordings.delete')}</Button></div>}
      </Final>
    </Card>
  );
}

/** A stretch from one moment to another, which can be taken from the player. */
function Cut({ here, cut }: { here: () => number; cut: (from: number, to: number) => Promise<unknown> }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const fields = [{ name: 'from', value: from, set: setFrom }, { name: 'to', value: to, set: setTo }] as const;
  return (
    <Final title={t('recordings.cut')} text={t('recordings.cut.sureText', { from, to })} sure={t('recordings.cut.sure')} soon={t('recordings.cut.soon')} act={() => cut(timeOf(from), timeOf(to))}>
      {(ask) => (
        <form
          className="kring-form"
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <Heading level={3}>{t('recordings.cut')}</Heading>
          <Text>{t('recordings.cut.text')}</Text>
          <div className="kring-columns">
            {fields.map(({ name, value, set }) => (
              <div key={name} className="kring-stack kring-stack--tight">
                <TextBox label={t(`recordings.cut.${name}`)} required pattern="\d{1,3}:[0-5]\d" inputMode="numeric" value={value} onChange={(event) => set(event.target.value)} />
                <div><Button small kind="subtle" onClick={() => set(timeText(here()))}>{t(`recordings.cut.${name}.here`)}</Button></div>
              </div>
            ))}
          </div>
          <div><Button small type="submit">{t('recordings.cut')}</Button></div>
        </form>
      )}
    </Final>
  );
}
