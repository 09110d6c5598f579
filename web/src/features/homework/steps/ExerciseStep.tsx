import { t } from '../../../core/i18n';
import { Choice } from '../../../ui';
import type { StepProps } from './kinds';

export function ExerciseStep({ value, onChange, labelId, readOnly }: StepProps) {
  return (
    <Choice
      type="checkbox"
      label={t('homework.tried')}
      aria-describedby={labelId}
      checked={value?.done ?? false}
      disabled={readOnly}
      onChange={(event) => onChange(event.target.checked ? { done: true } : undefined)}
    />
  );
}
