import { useState } from 'react';
import { ApiError } from '../../core/api';
import { t } from '../../core/i18n';
import type { AssignmentView, Step } from '../../core/types';
import { problemText, Rounds, useStore } from '../../ui';
import { HandIn, handInId } from './HandIn';
import { SaveState } from './SaveState';
import { anchorOf, StepCard } from './StepCard';
import { currentOf } from './put';
import { StepSharing } from './StepSharing';
import { useReadMark } from './useReadMark';
import { useWork } from './useWork';
import { filledIn, missing, sameValues } from './values';
import { refusal, required } from './words';
import type { Draft } from './work';

type Refused = { step?: string; text: string };

/** A module to work in: one calm column, saved while you type, sent when you say so. */
export function ModuleWork({ assignment, person, draft }: { assignment: AssignmentView; person: string; draft: Draft | null }) {
  const { steps, answer } = assignment;
  const { save, handIn } = useWork(assignment, person, draft);
  const work = useStore(save.store);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  useReadMark(assignment);

  const empty = tried ? missing(steps, work.values).map((step) => step.id) : [];
  const errorAt = (step: Step) => {
    if (empty.includes(step.id)) return required(step);
    if (work.trouble?.field === step.id) return refusal(work.trouble.code);
    return refused?.step === step.id ? refused.text : undefined;
  };

  async function send() {
    setTried(true);
    setRefused(undefined);
    const first = missing(steps, work.values)[0] ?? steps.find((step) => work.clashes.some((clash) => clash.step === step.id));
    if (first) return goTo(first.id);
    setBusy(true);
    try {
      if (!(await save.flush())) return setRefused({ text: t('homework.handIn.notSaved') });
      await handIn();
      requestAnimationFrame(() => document.getElementById(handInId)?.focus());
    } catch (error) {
      const current = currentOf(error);
      if (current) save.stale(current);
      else setRefused(refusedBy(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {steps.map((step) => (
        <StepCard
          key={step.id} step={step}
          value={work.values[step.id]}
          error={errorAt(step)}
          clash={work.clashes.find((clash) => clash.step === step.id)}
          feedback={answer.feedback}
          handedInAt={answer.handedInAt}
          readOnly={false}
          assignment={assignment.id}
          onChange={(value) => save.typed(step.id, value)}
          onChosen={(value) => save.chosen(step.id, value)}
          sharing={<StepSharing assignment={assignment} step={step} filled={filledIn(work.values[step.id])} saved={() => save.flush()} />}
        />
      ))}
      {assignment.groupId && (
        <HandIn
          answer={answer} waits={steps.some((step) => step.closed)} changed={answer.status !== 'handed-in' || !sameValues(work.values, work.base)} busy={busy}
          problem={empty.length > 0 ? t('homework.handIn.missing', { count: empty.length }) : refused?.text} onHandIn={() => void send()}
        />
      )}
      <Rounds rounds={answer.rounds} steps={steps} />
      <SaveState work={work} steps={steps} />
    </>
  );
}

/** Takes the person, and who listens to the screen, to a step. */
export function goTo(step: string) {
  const card = document.getElementById(anchorOf(step));
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}

function refusedBy(error: unknown): Refused {
  if (!(error instanceof ApiError) || error.status !== 422) return { text: problemText(error) };
  const { field } = error.problem;
  return { text: refusal(error.code), ...(field !== undefined && { step: field }) };
}
