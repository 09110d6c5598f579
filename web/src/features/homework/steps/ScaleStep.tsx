import { t } from '../../../core/i18n';
import { Clear } from './Clear';
import type { StepProps } from './kinds';

/** Numbers to tap: unlike a slider nothing is chosen before the person chooses, and a tremor does no harm. */
export function ScaleStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  const { min = 0, max = 10 } = step;
  const ends = `${labelId}-ends`;
  return (
    <>
      <p id={ends} className="kring-scale__ends">
        <span>{t('homework.scale.end', { number: min, label: step.minLabel ?? '' })}</span>
        <span>{t('homework.scale.end', { number: max, label: step.maxLabel ?? '' })}</span>
      </p>
      <div
        role="radiogroup"
        className="kring-scale"
        aria-labelledby={labelId}
        aria-describedby={bodyId ? `${bodyId} ${ends}` : ends}
        aria-invalid={invalid || undefined}
        aria-required={step.required}
      >
        {Array.from({ length: max - min + 1 }, (_, i) => min + i).map((number) => (
          <label key={number} className="kring-scale__point">
            <input
              type="radio"
              name={step.id}
              checked={value?.number === number}
              disabled={readOnly}
              onChange={() => onChange({ number })}
            />
            <span>{number}</span>
          </label>
        ))}
      </div>
      <Clear shown={!readOnly && !step.required && value !== undefined} onClear={() => onChange(undefined)} />
    </>
  );
}
