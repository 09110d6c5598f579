import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { groupQuery } from '../../core/queries';
import { t } from '../../core/staff-words';
import { clock, dayKey, localMoment } from '../../core/time';
import type { MeetingView } from '../../core/types';
import { Button, Choice, Final, Problem, Text, TextBox } from '../../ui';

type PlanProps = { meeting: MeetingView; done: () => void };
type FormProps = PlanProps & { last: boolean };

/** Another date for a meeting that has not begun, with what comes after it if asked; or it is not held. */
export default function PlanMeeting({ meeting, last, done }: FormProps) {
  const [date, setDate] = useState(dayKey(meeting.startAt));
  const [time, setTime] = useState(clock(meeting.startAt));
  const [following, setFollowing] = useState(false);
  const read = useRead(meeting.groupId);
  const move = useMutation({
    mutationFn: () => api.patch(`/meetings/${meeting.id}`, { startAt: localMoment(date, time), following }, String(meeting.rev)),
    onSuccess: async () => {
      await read();
      done();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!move.isPending) move.mutate();
  }
  return (
    <div className="kring-stack kring-move">
      <form className="kring-form" onSubmit={submit}>
        <div className="kring-columns kring-columns--small">
          <TextBox label={t('newGroup.date')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
          <TextBox label={t('newGroup.time')} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />
        </div>
        {!last && <Choice type="checkbox" label={t('plan.following')} checked={following} onChange={() => setFollowing(!following)} />}
        <Text small muted>{t('plan.tells')}</Text>
        {move.error && <Problem error={move.error} />}
        <div className="kring-row">
          <Button kind="primary" small type="submit" busy={move.isPending}>{t('group.meeting.save')}</Button>
          <Button kind="subtle" small onClick={done}>{t('action.cancel')}</Button>
        </div>
      </form>
      {meeting.phase === 'off' ? <AfterAll meeting={meeting} done={done} /> : <NotHeld meeting={meeting} done={done} />}
    </div>
  );
}

function useRead(group: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: groupQuery(group).queryKey });
}

const say = ({ id, rev }: MeetingView, off: boolean) => api.put(`/meetings/${id}/off`, { off }, String(rev));

function NotHeld({ meeting, done }: PlanProps) {
  const read = useRead(meeting.groupId);
  const { number } = meeting;
  return (
    <Final
      title={t('plan.off.title', { number })}
      text={t('plan.off.text')}
      sure={t('plan.off.sure')}
      soon={t('plan.off.soon', { number })}
      act={() => say(meeting, true).then(read).then(done)}
    >
      {(ask) => <div><Button small onClick={ask}>{t('plan.off', { number })}</Button></div>}
    </Final>
  );
}

function AfterAll({ meeting, done }: PlanProps) {
  const read = useRead(meeting.groupId);
  const hold = useMutation({ mutationFn: () => say(meeting, false).then(read), onSuccess: done });
  return (
    <>
      {hold.error && <Problem error={hold.error} />}
      <div><Button small busy={hold.isPending} onClick={() => hold.mutate()}>{t('plan.afterAll', { number: meeting.number })}</Button></div>
    </>
  );
}
