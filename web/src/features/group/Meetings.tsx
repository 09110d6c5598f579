import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { groupQuery } from '../../core/queries';
import { clock, day, dayKey, localMoment } from '../../core/time';
import type { GroupView, MeetingView } from '../../core/types';
import { Badge, Button, Card, Link, List, ListItem, Problem, TextBox } from '../../ui';
import { MeetingSubstitute } from './Substitute';

/** All meetings in order; who guides or plans may move one that has not begun, and name who stands in. */
export function Meetings({ group }: { group: GroupView }) {
  return (
    <Card>
      <List label={t('group.tab.meetings')}>
        {group.meetings.map((meeting) => <Row key={meeting.id} group={group} meeting={meeting} />)}
      </List>
    </Card>
  );
}

type RowProps = { group: GroupView; meeting: MeetingView };

function Row({ group, meeting }: RowProps) {
  const [open, setOpen] = useState<'move' | 'substitute'>();
  const close = () => setOpen(undefined);
  return (
    <ListItem
      action={(
        <span className="kring-row">
          <Links group={group} meeting={meeting} />
          {group.viewer.role !== 'member' && meeting.phase !== 'closed' && !open && <Plans meeting={meeting} open={setOpen} />}
        </span>
      )}
    >
      <span className="kring-list__title">{meeting.number}. {meeting.title}</span> {meeting.phase !== 'planned' && <Badge tone={meeting.phase === 'open' ? 'positive' : 'neutral'}>{t(`group.phase.${meeting.phase}`)}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('group.meeting.when', { day: day(meeting.startAt), time: clock(meeting.startAt), minutes: meeting.durationMin })}</span>
      {meeting.substitutes?.map((one) => <span key={one.personId} className="kring-small"><br />{t('substitute.once.now', { name: one.name, replaces: one.replaces ?? '' })}</span>)}
      {open === 'substitute' && <MeetingSubstitute group={group} meeting={meeting} done={close} />}
      {open === 'move' && <Move meeting={meeting} done={close} />}
    </ListItem>
  );
}

function Links({ group, meeting: { id, number, phase }, meeting }: RowProps) {
  const role = group.viewer.role;
  const guide = role === 'facilitator' || role === 'co-facilitator';
  return (
    <>
      {phase !== 'closed' && role !== 'coordinator' && <Link block href={`/bijeenkomst/${id}`}>{t('group.meeting.view', { number })}</Link>}
      {phase !== 'planned' && <Link block href={`/bijeenkomst/${id}/verslag`}>{t(`group.meeting.after.${role}`, { number })}</Link>}
      {role === 'member' && phase === 'planned' && <Away meeting={meeting} />}
      {phase !== 'closed' && guide && <Link block href={`/bijeenkomst/${id}/vooraf`}>{t('group.meeting.before', { number })}</Link>}
    </>
  );
}

function Plans({ meeting: { number, phase }, open }: { meeting: MeetingView; open: (what: 'move' | 'substitute') => void }) {
  return (
    <>
      <Button small kind="subtle" onClick={() => open('substitute')}>{t('group.meeting.substitute', { number })}</Button>
      {phase === 'planned' && <Button small kind="subtle" onClick={() => open('move')}>{t('group.meeting.move', { number })}</Button>}
    </>
  );
}

/** Who cannot come says so beforehand; it can be taken back until the meeting begins. */
function Away({ meeting }: { meeting: MeetingView }) {
  const queries = useQueryClient();
  const away = meeting.away ?? false;
  const say = useMutation({
    mutationFn: () => api.put(`/meetings/${meeting.id}/away`, { away: !away }),
    onSuccess: () => queries.invalidateQueries({ queryKey: groupQuery(meeting.groupId).queryKey }),
  });
  return (
    <>
      {away && <Badge>{t('group.meeting.away')}</Badge>}
      <Button small kind="subtle" busy={say.isPending} onClick={() => say.mutate()}>{t(away ? 'group.meeting.comes' : 'group.meeting.cannot', { number: meeting.number })}</Button>
      {say.error && <Problem error={say.error} />}
    </>
  );
}

function Move({ meeting, done }: { meeting: MeetingView; done: () => void }) {
  const [date, setDate] = useState(dayKey(meeting.startAt));
  const [time, setTime] = useState(clock(meeting.startAt));
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: () => api.patch(`/meetings/${meeting.id}`, { startAt: localMoment(date, time) }, String(meeting.rev)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: groupQuery(meeting.groupId).queryKey });
      done();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!move.isPending) move.mutate();
  }
  return (
    <form className="kring-form kring-move" onSubmit={submit}>
      <div className="kring-columns">
        <TextBox label={t('newGroup.date')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
        <TextBox label={t('newGroup.time')} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />
      </div>
      {move.error && <Problem error={move.error} />}
      <div className="kring-row">
        <Button kind="primary" small type="submit" busy={move.isPending}>{t('group.meeting.save')}</Button>
        <Button kind="subtle" small onClick={done}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}
