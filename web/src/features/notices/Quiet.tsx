import { Card, Choice, Heading, Problem, Select, TextBox } from '../../ui';
import { useChoose, type Choices } from './choose';
import { t } from '../../core/notice-words';

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

/** When a person is left alone, and how often about messages. */
export function Quiet({ choices }: { choices: Choices }) {
  const choose = useChoose();
  const on = choices.quietFrom !== choices.quietUntil;
  const change = (next: Partial<Choices>) => choose.mutate({ ...choices, ...next });
  const time = (field: 'quietFrom' | 'quietUntil') => (
    <TextBox
      type="time"
      label={t(`notices.${field}`)}
      defaultValue={choices[field]}
      onBlur={({ target: { value } }) => clock.test(value) && value !== choices[field] && change({ [field]: value })}
    />
  );
  return (
    <Card labelledBy="wanneer">
      <Heading level={2} look={3} id="wanneer">{t('notices.when')}</Heading>
      {choose.error && <Problem error={choose.error} />}
      <Select label={t('notices.bundle')} description={t('notices.bundle.about')} value={choices.bundle} onChange={(event) => change({ bundle: event.target.value as Choices['bundle'] })}>
        {(['each', 'part', 'day'] as const).map((each) => <option key={each} value={each}>{t(`notices.bundle.${each}`)}</option>)}
      </Select>
      <Choice
        type="checkbox"
        label={t('notices.quiet')}
        description={t('notices.quiet.about')}
        checked={on}
        onChange={() => change(on ? { quietFrom: '00:00', quietUntil: '00:00' } : { quietFrom: '22:00', quietUntil: '07:00' })}
      />
      {on && <div className="kring-row">{time('quietFrom')}{time('quietUntil')}</div>}
    </Card>
  );
}
