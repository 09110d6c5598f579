import { useQuery, useQueryClient } from '@tanstack/react-query';
import { t } from '../../../core/i18n';
import { planQuery } from '../../../core/queries';
import type { PlanView, Step } from '../../../core/types';
import { Loaded, TextArea, useSession, useStore } from '../../../ui';
import { ClashChoice } from '../ClashChoice';
import { planWork, putPlan } from '../put';
import { SaveWordLine } from '../SaveState';
import { useAutosave, useDraft } from '../useWork';
import type { Draft } from '../work';
import { planParts } from './parts';

const maxLength = 4000;

/** One's own safety plan to write in, kept safe while one types. */
export function OwnPlan() {
  const person = useSession()?.person?.id ?? '';
  const read = useQuery({ ...planQuery, staleTime: 0 });
  const draft = useDraft(person, planWork);
  return <Loaded of={read}>{(plan) => (draft.data === undefined ? null : <Fields plan={plan} draft={draft.data} person={person} />)}</Loaded>;
}

function Fields({ plan, draft, person }: { plan: PlanView; draft: Draft | null; person: string }) {
  const queries = useQueryClient();
  const save = useAutosave({ ...plan, place: '' }, draft, person, planWork, async (...work) => {
    const saved = await putPlan(...work);
    queries.setQueryData<PlanView>(planQuery.queryKey, saved);
    return saved;
  });
  const work = useStore(save.store);
  return (
    <div className="kring-plan">
      {planParts.map((part) => {
        const title = t(`plan.${part}`);
        const clash = work.clashes.find((one) => one.step === part);
        const step: Step = { id: part, kind: 'long-text', title };
        return clash ? (
          <ClashChoice key={part} step={step} clash={clash} onChosen={(value) => save.chosen(part, value)} />
        ) : (
          <TextArea
            key={part} label={title} description={t(`plan.${part}.ask`)} rows={3} maxLength={maxLength} value={work.values[part]?.text ?? ''}
            onChange={(event) => save.typed(part, { text: event.target.value })}
          />
        );
      })}
      <SaveWordLine work={work} />
    </div>
  );
}
