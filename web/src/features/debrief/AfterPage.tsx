import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { groupQuery, meetingQuery, readBackQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { MeetingView } from '../../core/types';
import { Card, Heading, Link, Loaded, Page, Text } from '../../ui';
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
      {({ steps, lines }) => (
        <Card labelledBy="read-back">
          <Heading level={2} id="read-back">{t('after.title')}</Heading>
          {steps.length === 0 && lines.length === 0 && <Text muted>{t('after.nothing')}</Text>}
          {lines.map((line) => <Text key={line} prose>{line}</Text>)}
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
