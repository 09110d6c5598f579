import { t } from '../../../core/i18n';
import { Choice, Text } from '../../../ui';
import { OwnPlan } from '../plan/OwnPlan';
import type { StepProps } from './kinds';

/** A moment for one's own safety plan. The plan is the person's own and is not handed in with the module. */
export function PlanStep({ value, onChange, labelId, readOnly }: StepProps) {
  if (readOnly) return <Text muted>{t('plan.step.preview')}</Text>;
  return (
    <>
      <Text small muted>{t('plan.step.private')}</Text>
      <OwnPlan />
      <Choice
        type="checkbox" label={t('plan.step.done')} aria-describedby={labelId} checked={value?.done ?? false}
        onChange={(event) => onChange(event.target.checked ? { done: true } : undefined)}
      />
    </>
  );
}
