import { Choice } from '../../../ui';
import type { StepProps } from './kinds';

/** Several may be chosen; they are kept in the order in which they stand. */
export function ChoicesStep({ step, value, onChange, labelId, bodyId, readOnly }: StepProps) {
  const chosen = value?.choices ?? [];
  const toggle = (id: string, on: boolean) => {
    const choices = (step.options ?? []).map((option) => option.id).filter((one) => (one === id ? on : chosen.includes(one)));
    onChange(choices.length > 0 ? { choices } : undefined);
  };
  return (
    <div role="group" className="kring-choices" aria-labelledby={labelId} aria-describedby={bodyId}>
      {step.options?.map((option) => (
        <Choice
          key={option.id}
          type="checkbox"
          label={option.label}
          checked={chosen.includes(option.id)}
          disabled={readOnly}
          onChange={(event) => toggle(option.id, event.target.checked)}
        />
      ))}
    </div>
  );
}
