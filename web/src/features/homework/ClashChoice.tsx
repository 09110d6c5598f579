import { useId } from 'react';
import { t } from '../../core/i18n';
import type { Step, StepValue } from '../../core/types';
import { Button, Text } from '../../ui';
import { shown } from './shown';
import { both, type Clash } from './values';

type Props = { step: Step; clash: Clash; onChosen: (value: StepValue | undefined) => void };

/** The step was filled in at two places: both versions beside each other, and neither is lost before the choice. */
export function ClashChoice({ step, clash, onChosen }: Props) {
  const together = both(clash);
  return (
    <div className="kring-clash" role="status">
      <strong>{t('homework.clash.title')}</strong>
      <Text>{t('homework.clash.text')}</Text>
      <div className="kring-columns">
        <Version title={t('homework.clash.mine')} text={shown(step, clash.mine)} onKeep={() => onChosen(clash.mine)} />
        <Version title={t('homework.clash.theirs')} text={shown(step, clash.theirs)} onKeep={() => onChosen(clash.theirs)} />
      </div>
      {together && <div><Button small onClick={() => onChosen(together)}>{t('homework.clash.both')}</Button></div>}
    </div>
  );
}

function Version({ title, text, onKeep }: { title: string; text: string; onKeep: () => void }) {
  const id = useId();
  return (
    <div className="kring-version">
      <strong id={id}>{title}</strong>
      <Text prose>{text}</Text>
      <div><Button small aria-describedby={id} onClick={onKeep}>{t('homework.clash.keep')}</Button></div>
    </div>
  );
}
