import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/staff-words';
import type { Facilitator, Instrument } from '../../../core/types';
import { Button, Choice, Choices, Select, Text } from '../../../ui';
import type { Rule } from './useInstrument';

type Props = { instrument: Instrument; staff: Facilitator[]; busy: boolean; onSave: (rules: Rule[]) => void };

/** Fixed rules on one answer: the help lines show at once, and people are told. Never a risk score. */
export function Rules({ instrument, staff, busy, onSave }: Props) {
  const [rules, setRules] = useState<Rule[]>(instrument.rules);
  const changed = JSON.stringify(rules) !== JSON.stringify(instrument.rules);
  const free = Array.from({ length: instrument.items }, (_, i) => i + 1).filter((item) => !rules.some((rule) => rule.item === item));
  const put = (at: number, rule: Rule) => setRules(rules.map((old, i) => (i === at ? rule : old)));
  return (
    <details className="kring-details">
      <summary>{t('rules.title', { count: instrument.rules.length })}</summary>
      <div className="kring-stack">
        <Text small muted>{t('rules.about')}</Text>
        {rules.map((rule, i) => (
          <RuleFields
            key={rule.item} rule={rule} items={[rule.item, ...free].sort((a, b) => a - b)} {...{ instrument, staff }}
            onChange={(next) => put(i, next)} onRemove={() => setRules(rules.filter((_, at) => at !== i))}
          />
        ))}
        <div className="kring-row">
          {free[0] !== undefined && <Button small icon={Plus} onClick={() => setRules([...rules, { item: free[0] ?? 1, values: [] }])}>{t('rules.add')}</Button>}
          {changed && <Button small kind="primary" busy={busy} disabled={rules.some(({ values }) => values.length === 0)} onClick={() => onSave(rules)}>{t('rules.save')}</Button>}
        </div>
      </div>
    </details>
  );
}

type FieldsProps = { rule: Rule; items: number[]; instrument: Instrument; staff: Facilitator[]; onChange: (rule: Rule) => void; onRemove: () => void };

function RuleFields({ rule, items, instrument, staff, onChange, onRemove }: FieldsProps) {
  const { min, max, questions } = instrument;
  const values = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const tell = rule.tell ?? [];
  const toggled = <T,>(all: T[], one: T) => (all.includes(one) ? all.filter((other) => other !== one) : [...all, one]);
  return (
    <fieldset className="kring-given">
      <legend className="kring-legend">{t('rules.one', { number: rule.item })}</legend>
      <div className="kring-stack kring-stack--tight">
        <Select label={t('rules.question')} value={rule.item} onChange={(event) => onChange({ ...rule, item: Number(event.target.value) })}>
          {items.map((item) => <option key={item} value={item}>{`${item}. ${questions[item - 1] ?? t('rules.noText')}`}</option>)}
        </Select>
        <Choices legend={t('rules.answers')}>
          <div className="kring-row">
            {values.map((value) => (
              <Choice key={value} type="checkbox" label={String(value)} checked={rule.values.includes(value)} onChange={() => onChange({ ...rule, values: toggled(rule.values, value).sort((a, b) => a - b) })} />
            ))}
          </div>
        </Choices>
        <Choices legend={t('rules.tell')} description={t(tell.length === 0 ? 'rules.tell.group' : 'rules.tell.these')}>
          {staff.map(({ personId, name }) => (
            <Choice key={personId} type="checkbox" label={name} checked={tell.includes(personId)} onChange={() => onChange({ ...rule, tell: toggled(tell, personId) })} />
          ))}
        </Choices>
        <div><Button kind="subtle" small icon={Trash2} onClick={onRemove}>{t('rules.remove')}</Button></div>
      </div>
    </fieldset>
  );
}
