import { useId } from 'react';
import { t } from '../../../core/i18n';
import type { StepValue } from '../../../core/types';
import { TextArea } from '../../../ui';
import type { StepProps } from './kinds';
import { Points, pointsOf } from './Points';

type Part = { id: string; scale?: string };

/** The five of the G-schema, and the helping thought; at two of them how strong the feeling is. */
const parts = [
  { id: 'event' }, { id: 'thought' }, { id: 'feeling', scale: 'before' }, { id: 'behaviour' }, { id: 'result' }, { id: 'alternative', scale: 'after' },
] as const satisfies Part[];

const maxLength = 2000;

/** A thought record, one part under the other: what was written before stays in sight. */
export function ThoughtStep({ step, value, onChange, labelId, readOnly }: StepProps) {
  const given = value?.parts ?? {};
  const set = (id: string, part: StepValue) => onChange({ parts: { ...given, [id]: part } });
  const [before, after] = [given.before?.number, given.after?.number];
  return (
    <ol className="kring-thoughts" aria-labelledby={labelId}>
      {parts.map((part) => (
        <li key={part.id} className="kring-thoughts__part">
          <TextArea
            label={t(`homework.thought.${part.id}`)} description={t(`homework.thought.${part.id}.ask`)} rows={3} maxLength={maxLength} readOnly={readOnly}
            value={given[part.id]?.text ?? ''} onChange={(event) => set(part.id, { text: event.target.value })}
          />
          {'scale' in part && (
            <Strength
              name={`${step.id}-${part.scale}`} label={t(`homework.thought.${part.scale}`)} value={given[part.scale]?.number} readOnly={readOnly}
              onChange={(number) => set(part.scale, { number })}
            />
          )}
        </li>
      ))}
      {before !== undefined && after !== undefined && <li className="kring-thoughts__both" role="status">{t('homework.thought.both', { before, after })}</li>}
    </ol>
  );
}

type StrengthProps = { name: string; label: string; value: number | undefined; readOnly: boolean; onChange: (number: number) => void };

function Strength({ name, label, value, readOnly, onChange }: StrengthProps) {
  const id = useId();
  return (
    <div className="kring-stack kring-stack--tight">
      <p id={id} className="kring-legend">{label}</p>
      <p id={`${id}-ends`} className="kring-scale__ends"><span>{t('homework.thought.none')}</span><span>{t('homework.thought.most')}</span></p>
      <Points name={name} points={pointsOf(0, 100, 10)} value={value} onChange={onChange} readOnly={readOnly} labelledBy={id} describedBy={`${id}-ends`} />
    </div>
  );
}
