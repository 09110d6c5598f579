import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../core/api';
import type { AssignmentView } from '../../core/types';
import { Loaded, useSession, useStore } from '../../ui';
import './homework.css';
import { SaveState } from './SaveState';
import { StepCard } from './StepCard';
import { assignmentKey, assignmentPath, useDraft, useWork } from './useWork';
import { filledIn } from './values';
import { refusal } from './words';
import type { Draft } from './work';

type JointWorkProps = {
  assignment: string;
  /** Which of the module's steps, in this order. */
  steps: string[];
  /** What stands under a step once it holds an answer. */
  below: (step: string) => ReactNode;
};

/** Some steps of a module made in a meeting: saved while you type as the person's own answer, to go on with at home. */
export default function JointWork({ assignment, ...props }: JointWorkProps) {
  const person = useSession()?.person?.id;
  const read = useQuery({
    queryKey: assignmentKey(assignment),
    queryFn: ({ signal }) => api.get<AssignmentView>(assignmentPath(assignment), signal),
    staleTime: 0,
  });
  const draft = useDraft(person ?? '', assignment).data;
  return <Loaded of={read}>{(data) => (person && draft !== undefined ? <Steps {...props} assignment={data} person={person} draft={draft} /> : null)}</Loaded>;
}

type StepsProps = Omit<JointWorkProps, 'assignment'> & { assignment: AssignmentView; person: string; draft: Draft | null };

function Steps({ assignment, person, draft, steps: ids, below }: StepsProps) {
  const { save } = useWork(assignment, person, draft);
  const work = useStore(save.store);
  const { answer } = assignment;
  const steps = ids.map((id) => assignment.steps.find((step) => step.id === id)).filter((step) => step !== undefined);
  return (
    <>
      {steps.map((step) => (
        <div key={step.id} className="kring-stack kring-stack--tight">
          <StepCard
            step={step} value={work.values[step.id]} clash={work.clashes.find((clash) => clash.step === step.id)}
            error={work.trouble?.field === step.id ? refusal(work.trouble.code) : undefined} feedback={answer.feedback}
            handedInAt={answer.handedInAt} readOnly={false} assignment={assignment.id}
            onChange={(value) => save.typed(step.id, value)} onChosen={(value) => save.chosen(step.id, value)}
          />
          {filledIn(work.values[step.id]) && below(step.id)}
        </div>
      ))}
      <SaveState work={work} steps={steps} />
    </>
  );
}
