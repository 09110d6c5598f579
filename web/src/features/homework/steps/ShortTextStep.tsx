import type { StepProps } from './kinds';

export function ShortTextStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  return (
    <input
      className="utrecht-textbox utrecht-textbox--html-input"
      autoComplete="off"
      value={value?.text ?? ''}
      maxLength={step.maxLength}
      readOnly={readOnly}
      aria-labelledby={labelId}
      aria-describedby={bodyId}
      aria-invalid={invalid || undefined}
      aria-required={step.required}
      onChange={(event) => onChange({ text: event.target.value })}
    />
  );
}
