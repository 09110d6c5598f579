import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/staff-words';
import { groupQuery, meetingQuery, readBackQuery, recordingsQuery, todayQuery } from '../../core/queries';
import { clock, date, day } from '../../core/time';
import type { MeetingView, PollResult } from '../../core/types';
import { ButtonLink, Card, Heading, Link, Loaded, Page, Text } from '../../ui';
import { Attendance } from './Attendance';
import { ReportForm } from './ReportForm';

/** A meeting to read back. Who guides also writes the report here and sees who was there; who plans sees that alone. */
export default function AfterPage({ id }: { id: string }) {
  const meeting = useQuery(meetingQuery(id));
  return <Loaded of={meeting}>{(found) => <After meeting={found} />}</Loaded>;
}

function After({ meeting }: { meeting: MeetingView }) {
  const role = useQuery(groupQuery(meeting.groupId)).data?.viewer.role;
  const eyebrow = t('meeting.eyebrow', { group: meeting.groupName, number: meeting.number });
  const guides = role === 'facilitator' || role === 'co-facilitator';
  return (
    <Page title={meeting.title} eyebrow={eyebrow}>
      <Text muted>{t('group.meeting.when', { day: day(meeting.startAt), time: clock(meeting.startAt), minutes: meeting.durationMin })}</Text>
      {role && role !== 'coordinator' && <ReadBack meeting={meeting.id} />}
      {role && role !== 'coordinator' && <Recordings meeting={meeting} />}
      {role === 'member' && <Homework group={meeting.groupId} />}
      {guides && <ReportForm meeting={meeting.id} />}
      {role && role !== 'member' && <Attendance meeting={meeting.id} />}
      <div><Link block href={`/groep/${meeting.groupId}/bijeenkomsten`}>{t('after.back')}</Link></div>
    </Page>
  );
}

function ReadBack({ meeting }: { meeting: string }) {
  const read = useQuery(readBackQuery(meeting));
  return (
    <Loaded of={read}>
      {({ steps, lines, results, films }) => (
        <Card labelledBy="read-back">
          <Heading level={2} id="read-back">{t('after.title')}</Heading>
          {steps.length === 0 && lines.length === 0 && <Text muted>{t('after.nothing')}</Text>}
          {lines.map((line) => <Text key={line} prose>{line}</Text>)}
          {results?.map((result) => <Result key={result.question} result={result} />)}
          {films && films.length > 0 && <Text>{t('after.films', { count: films.length, titles: films.join(', ') })}</Text>}
          {steps.length > 0 && (
            <>
              <Heading level={3}>{t('after.steps')}</Heading>
              <ol className="kring-after__steps">{steps.map((step) => <li key={step.id}>{step.title}</li>)}</ol>
            </>
          )}
        </Card>
      )}
    </Loaded>
  );
}

/** What the group chose, in numbers and without names. */
function Result({ result: { question, answers, options } }: { result: PollResult }) {
  return (
    <>
      <Heading level={3}>{question}</Heading>
      <Text small muted>{t('after.poll', { count: answers })}</Text>
      <dl className="kring-facts">
        {options?.map(({ label, count }) => <div key={label}><dt>{label}</dt><dd>{t('meeting.bars.count', { count })}</dd></div>)}
      </dl>
    </>
  );
}

/** What of the meeting can be watched back. */
function Recordings({ meeting }: { meeting: MeetingView }) {
  const recordings = useQuery(recordingsQuery(meeting.groupId)).data?.filter((one) => one.meetingId === meeting.id) ?? [];
  if (recordings.length === 0) return null;
  return (
    <Card labelledBy="recordings">
      <Heading level={2} id="recordings">{t('after.recording')}</Heading>
      {recordings.map(({ id, state, expiresAt, lengthMs }) => (
        <div key={id} className="kring-row kring-row--between">
          <Text>{state === 'ready' ? t('after.recording.text', { minutes: Math.max(1, Math.ceil(lengthMs / 60_000)), expires: date(expiresAt) }) : t('recordings.making')}</Text>
          {state === 'ready' && <ButtonLink href={`/opname/${id}`}>{t('after.recording.watch')}</ButtonLink>}
        </div>
      ))}
    </Card>
  );
}

/** What can be done at home until the next time. */
function Homework({ group }: { group: string }) {
  const open = useQuery(todayQuery).data?.homework.filter(({ groupId, status }) => groupId === group && (status === 'new' || status === 'draft')) ?? [];
  if (open.length === 0) return null;
  return (
    <Card labelledBy="homework">
      <Heading level={2} id="homework">{t('after.homework')}</Heading>
      {open.map(({ assignmentId, title }) => <Link key={assignmentId} block href={`/huiswerk/${assignmentId}`}>{title}</Link>)}
    </Card>
  );
}
