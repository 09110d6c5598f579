import { useQuery } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { remarksAt } from '../../core/remarks';
import { day } from '../../core/time';
import type { AssignmentView, Session } from '../../core/types';
import { Alert, Button, Link, Loaded, Page, Text, useSession } from '../../ui';
import './homework.css';
import { goTo, ModuleWork } from './ModuleWork';
import { StepCard } from './StepCard';
import { assignmentKey, assignmentPath, useDraft } from './useWork';
import type { Draft } from './work';

/** One module of homework: to work in for a member, to look at for a facilitator. */
export default function HomeworkPage({ assignment }: { assignment: string }) {
  const session = useSession();
  const read = useQuery({
    queryKey: assignmentKey(assignment),
    queryFn: ({ signal }) => api.get<AssignmentView>(assignmentPath(assignment), signal),
    staleTime: 0,
  });
  return (
    <Page title={read.data?.title ?? t('homework.title')} eyebrow={read.data && about(read.data)}>
      <Loaded of={read}>{(data) => session?.person ? <Module assignment={data} session={session} person={session.person.id} /> : null}</Loaded>
    </Page>
  );
}

function about({ groupId, meetingNumber, dueAt, minutes }: AssignmentView): string {
  if (!groupId) return t('homework.minutes', { minutes });
  const due = meetingNumber === 0 ? t('homework.dueBy', { day: day(dueAt) }) : t('homework.due', { number: meetingNumber, day: day(dueAt) });
  return `${due} · ${t('homework.minutes', { minutes })}`;
}

function Module({ assignment, session, person }: { assignment: AssignmentView; session: Session; person: string }) {
  const draft = useDraft(person, assignment.id).data;
  const group = session.groups.find((one) => one.id === assignment.groupId);
  if (!assignment.groupId) return <SelfHelp assignment={assignment} person={person} draft={draft} />;
  return (
    <>
      <Text lead>{assignment.intro}</Text>
      {group?.role === 'member' && (!group.ended || assignment.moment === 'follow-up') ? (
        <>
          <Welcome assignment={assignment} />
          {draft !== undefined && <ModuleWork assignment={assignment} person={person} draft={draft} />}
        </>
      ) : (
        <>
          <Alert><Text>{t(group?.role === 'member' ? 'homework.ended' : 'homework.preview')}</Text></Alert>
          <ToRead assignment={assignment} />
        </>
      )}
      <div><Link block href={`/groep/${assignment.groupId}/huiswerk`}>{t('homework.all')}</Link></div>
    </>
  );
}

/** Done alone, of no group: nobody reads it, and there is nothing to hand in. */
function SelfHelp({ assignment, person, draft }: { assignment: AssignmentView; person: string; draft: Draft | null | undefined }) {
  return (
    <>
      <Text lead>{assignment.intro}</Text>
      <Alert><Text>{t('selfhelp.own')}</Text></Alert>
      {draft !== undefined && <ModuleWork assignment={assignment} person={person} draft={draft} />}
      <div><Link block href="/zelfhulp">{t('selfhelp.all')}</Link></div>
    </>
  );
}

/** What a person wants to know first: who reads this, is there an answer, and where was I. */
function Welcome({ assignment: { answer, steps } }: { assignment: AssignmentView }) {
  const remarks = steps.filter((step) => remarksAt(answer.feedback, step.id).length > 0);
  const place = steps.find((step) => step.id === answer.place);
  if (remarks.length > 0) {
    return (
      <Alert kind={answer.sentBack ? 'info' : 'ok'} title={t(answer.sentBack ? 'homework.back.title' : 'homework.feedback.count', { count: remarks.length })}>
        {answer.sentBack && <Text>{t('homework.back.text')}</Text>}
        <div className="kring-row">
          {remarks.map((step) => <Button key={step.id} small onClick={() => goTo(step.id)}>{step.title}</Button>)}
        </div>
      </Alert>
    );
  }
  return (
    <>
      <Alert><Text>{t(answer.handedInAt > 0 ? 'homework.readers' : 'homework.private')}</Text></Alert>
      {place && answer.status === 'draft' && (
        <div><Button small onClick={() => goTo(place.id)}>{t('homework.resume', { title: place.title })}</Button></div>
      )}
    </>
  );
}

/** The module as it is: empty for a facilitator, a member's own work after the group ended. */
function ToRead({ assignment: { id, steps, answer } }: { assignment: AssignmentView }) {
  const nothing = () => undefined;
  return steps.map((step) => (
    <StepCard
      key={step.id} step={step} value={answer.values[step.id]} error={undefined} clash={undefined}
      feedback={answer.feedback} handedInAt={answer.handedInAt} readOnly assignment={id} onChange={nothing} onChosen={nothing}
    />
  ));
}
