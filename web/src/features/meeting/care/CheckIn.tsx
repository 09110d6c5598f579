import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../../core/api';
import { t } from '../../../core/meeting-words';
import { checkInQuery } from '../../../core/queries';
import type { CheckInView, MeetingView } from '../../../core/types';
import { Button, Card, Heading, Problem, Text, TextBox } from '../../../ui';

type Lines = Pick<CheckInView, 'place' | 'contact' | 'phone'>;

const nothing: Lines = { place: '', contact: '', phone: '' };

/** Where the person is today and whom to call. Nobody has to tell, and nothing waits for it. */
export function CheckIn({ meeting }: { meeting: MeetingView }) {
  const told = useQuery({ ...checkInQuery(meeting.id), enabled: meeting.joinable });
  const [again, setAgain] = useState(false);
  if (!told.data) return null;
  const { asked, place, contact, phone } = told.data;
  if (asked && !again) return <Done refused={!place && !contact && !phone} change={() => setAgain(true)} />;
  return <Questions meeting={meeting.id} begin={{ place, contact, phone }} done={() => setAgain(false)} />;
}

function Done({ refused, change }: { refused: boolean; change: () => void }) {
  return (
    <div className="kring-row" role="status">
      <Text muted>{t(refused ? 'checkIn.refused' : 'checkIn.kept')}</Text>
      <Button kind="subtle" small onClick={change}>{t(refused ? 'checkIn.tellNow' : 'checkIn.change')}</Button>
    </div>
  );
}

function Questions({ meeting, begin, done }: { meeting: string; begin: Lines; done: () => void }) {
  const [lines, setLines] = useState(begin);
  const queries = useQueryClient();
  const { queryKey } = checkInQuery(meeting);
  const tell = useMutation({
    mutationFn: (told: Lines) => api.put(`/meetings/${meeting}/check-in`, told),
    onSuccess: (_, told) => {
      queries.setQueryData(queryKey, { asked: true, ...told });
      done();
    },
  });
  const box = (name: keyof Lines) => ({
    label: t(`checkIn.${name}`), value: lines[name], autoComplete: 'off', maxLength: 200,
    onChange: (event: { target: { value: string } }) => setLines({ ...lines, [name]: event.target.value }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!tell.isPending) tell.mutate(lines);
  }
  return (
    <Card labelledBy="check-in">
      <Heading level={2} look={3} id="check-in">{t('checkIn.title')}</Heading>
      <Text>{t('checkIn.why')}</Text>
      <form className="kring-form" onSubmit={submit}>
        <TextBox {...box('place')} description={t('checkIn.placeAbout')} />
        <TextBox {...box('contact')} description={t('checkIn.contactAbout')} maxLength={100} />
        <TextBox {...box('phone')} type="tel" maxLength={40} />
        <Text small muted>{t('checkIn.who')}</Text>
        {tell.error && <Problem error={tell.error} />}
        <div className="kring-row">
          <Button type="submit" busy={tell.isPending}>{t('checkIn.keep')}</Button>
          <Button kind="subtle" onClick={() => tell.mutate(nothing)}>{t('checkIn.rather')}</Button>
        </div>
      </form>
    </Card>
  );
}
