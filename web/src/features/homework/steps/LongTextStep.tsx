import { t } from '../../../core/i18n';
import type { StepProps } from './kinds';

export function LongTextStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  const text = value?.text ?? '';
  const max = step.maxLength ?? 4000;
  const left = max - text.length;
  return (
    <div>
      <textarea
        className={`utrecht-textarea utrecht-textarea--html-textarea kring-long-text${invalid ? ' utrecht-textarea--invalid' : ''}`}
        rows={4}
        value={text}
        maxLength={max}
        readOnly={readOnly}
        aria-required={step.required}
        aria-labelledby={labelId}
        aria-describedby={bodyId}
        aria-invalid={invalid || undefined}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      {left < max / 10 && <p className="kring-field__description" role="status">{t('homework.left', { left })}</p>}
    </div>
  );
}
