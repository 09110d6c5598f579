import { Choice } from '../../../ui';
import { Clear } from './Clear';
import type { StepProps } from './kinds';

export function ChoiceStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  return (
    <>
      <div role="radiogroup" className="kring-choices" aria-labelledby={labelId} aria-describedby={bodyId} aria-invalid={invalid || undefined} aria-required={step.required}>
        {step.options?.map((option) => (
          <Choice
            key={option.id}
            type="radio"
            name={step.id}
            label={option.label}
            checked={value?.choice === option.id}
            disabled={readOnly}
            onChange={() => onChange({ choice: option.id })}
          />
        ))}
      </div>
      <Clear shown={!readOnly && !step.required && value !== undefined} onClear={() => onChange(undefined)} />
    </>
  );
}
