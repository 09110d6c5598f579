import { useState } from 'react';
import { t } from '../../../core/i18n';
import { FieldError } from '../../../ui';
import type { StepProps } from './kinds';

/** A number with at most one decimal. What is no number yet stays on the screen and says what is wrong. */
export function NumberStep({ step, value, onChange, labelId, bodyId, invalid, readOnly }: StepProps) {
  const { min = 0, max = 0, unit = '' } = step;
  const [typed, setTyped] = useState('');
  const number = parse(typed, min, max);
  // Another device, or the choice between two versions, changes it too.
  const shown = number === value?.number ? typed : String(value?.number ?? '').replace('.', ',');
  const wrong = shown.trim() !== '' && parse(shown, min, max) === undefined;
  const ends = `${labelId}-ends`;
  return (
    <>
      <div className="kring-number">
        <input
          className="utrecht-textbox utrecht-textbox--html-input"
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          readOnly={readOnly}
          aria-labelledby={`${labelId} ${ends}`}
          aria-describedby={bodyId}
          aria-invalid={invalid || wrong || undefined}
          aria-required={step.required}
          onChange={(event) => {
            setTyped(event.target.value);
            const next = parse(event.target.value, min, max);
            onChange(next === undefined ? undefined : { number: next });
          }}
        />
        <span id={ends}>{unit}</span>
      </div>
      <FieldError text={wrong ? t('homework.error.number', { min, max }) : undefined} />
    </>
  );
}

/** With a comma or a point; undefined when it is no number, or not one that is asked for. */
function parse(text: string, min: number, max: number): number | undefined {
  if (!/^\s*\d+([.,]\d?)?\s*$/.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  return number >= min && number <= max ? number : undefined;
}
