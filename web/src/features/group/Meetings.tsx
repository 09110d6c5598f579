import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../core/api';
import { t, type MessageKey } from '../../core/i18n';
import { groupQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { GroupView, MeetingView } from '../../core/types';
import { Badge, Button, Card, Link, List, ListItem, Loading, Problem } from '../../ui';
import { MeetingSubstitute } from './Substitute';

const PlanMeeting = lazy(() => import('./PlanMeeting'));

/** All meetings in order; who guides or plans may move or call off one that has not begun, and name who stands in. */
export function Meetings({ group }: { group: GroupView }) {
  return (
    <Card>
      <List label={t('group.tab.meetings')}>
        {group.meetings.map((meeting) => <Row key={meeting.id} group={group} meeting={meeting} />)}
      </List>
    </Card>
  );
}

const tones = { open: 'positive', closed: 'neutral', off: 'accent' } as const;

type RowProps = { group: GroupView; meeting: MeetingView };

function Row({ group, meeting }: RowProps) {
  const [open, setOpen] = useState<'plan' | 'substitute'>();
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
      <span className="kring-list__title">{meeting.number}. {meeting.title}</span> {meeting.phase !== 'planned' && <Badge tone={tones[meeting.phase]}>{t(`group.phase.${meeting.phase}`)}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('group.meeting.when', { day: day(meeting.startAt), time: clock(meeting.startAt), minutes: meeting.durationMin })}</span>
      {meeting.substitutes?.map((one) => <span key={one.personId} className="kring-small"><br />{t('substitute.once.now', { name: one.name, replaces: one.replaces ?? '' })}</span>)}
      {open === 'substitute' && <MeetingSubstitute group={group} meeting={meeting} done={close} />}
      {open === 'plan' && <Suspense fallback={<Loading />}><PlanMeeting meeting={meeting} last={meeting === group.meetings.at(-1)} done={close} /></Suspense>}
    </ListItem>
  );
}

function Links({ group, meeting: { id, number, phase }, meeting }: RowProps) {
  const role = group.viewer.role;
  const guide = role === 'facilitator' || role === 'co-facilitator';
  if (phase === 'off') return null;
  return (
    <>
      {phase !== 'closed' && role !== 'coordinator' && <Link block href={`/bijeenkomst/${id}`}>{t('group.meeting.view', { number })}</Link>}
      {phase !== 'planned' && <Link block href={`/bijeenkomst/${id}/verslag`}>{t(`group.meeting.after.${role}`, { number })}</Link>}
      {role === 'member' && phase === 'planned' && <Away meeting={meeting} />}
      {phase !== 'closed' && guide && <Link block href={`/bijeenkomst/${id}/vooraf`}>{t('group.meeting.before', { number })}</Link>}
    </>
  );
}

function Plans({ meeting: { number, phase }, open }: { meeting: MeetingView; open: (what: 'plan' | 'substitute') => void }) {
  const button = (what: 'plan' | 'substitute', label: MessageKey) => (
    <Button small kind="subtle" onClick={() => open(what)}>{t(label)}<span className="kring-hidden"> {t('group.meeting.which', { number })}</span></Button>
  );
  return (
    <>
      {phase !== 'off' && button('substitute', 'group.meeting.substitute')}
      {phase !== 'open' && button('plan', phase === 'off' ? 'group.meeting.again' : 'group.meeting.move')}
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
