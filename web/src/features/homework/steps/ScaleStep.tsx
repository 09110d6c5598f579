import { t } from '../../../core/i18n';
import { Clear } from './Clear';
import type { StepProps } from './kinds';
import { Points, pointsOf } from './Points';

export function ScaleStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  const { min = 0, max = 10 } = step;
  const ends = `${labelId}-ends`;
  return (
    <>
      <p id={ends} className="kring-scale__ends">
        <span>{t('homework.scale.end', { number: min, label: step.minLabel ?? '' })}</span>
        <span>{t('homework.scale.end', { number: max, label: step.maxLabel ?? '' })}</span>
      </p>
      <Points
        name={step.id} points={pointsOf(min, max)} value={value?.number} onChange={(number) => onChange({ number })} readOnly={readOnly}
        labelledBy={labelId} describedBy={bodyId ? `${bodyId} ${ends}` : ends} invalid={invalid} required={step.required}
      />
      <Clear shown={!readOnly && !step.required && value !== undefined} onClear={() => onChange(undefined)} />
    </>
  );
}
