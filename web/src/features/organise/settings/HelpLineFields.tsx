import { Plus, Trash2 } from 'lucide-react';
import { t } from '../../../core/staff-words';
import type { Settings } from '../../../core/types';
import { Button, Card, Choice, FieldError, Heading, Text, TextBox } from '../../../ui';

type Line = Settings['helpLines'][number];
type Props = { lines: Line[]; change: (lines: Line[]) => void; error: string | undefined };

/** The lines of "Hulp nu", in the order in which people see them. */
export function HelpLineFields({ lines, change, error }: Props) {
  const set = (at: number, part: Partial<Line>) => change(lines.map((line, i) => (i === at ? { ...line, ...part } : line)));
  return (
    <Card labelledBy="help">
      <Heading level={2} look={3} id="help">{t('org.help.title')}</Heading>
      <Text>{t('org.help.about')}</Text>
      {lines.map((line, i) => (
        <fieldset key={i} className="kring-stack">
          <legend className="kring-legend">{t('org.help.line', { number: i + 1 })}</legend>
          <div className="kring-columns kring-columns--small">
            <TextBox label={t('org.help.name')} required maxLength={80} value={line.name} onChange={(event) => set(i, { name: event.target.value })} />
            <TextBox label={t('org.help.phone')} type="tel" maxLength={30} value={line.phone} onChange={(event) => set(i, { phone: event.target.value })} />
            <TextBox label={t('org.help.url')} type="url" maxLength={300} value={line.url} onChange={(event) => set(i, { url: event.target.value })} />
          </div>
          <TextBox label={t('org.help.text')} maxLength={200} value={line.text} onChange={(event) => set(i, { text: event.target.value })} />
          <div className="kring-row">
            <Choice type="checkbox" label={t('org.help.primary')} checked={line.primary} onChange={(event) => set(i, { primary: event.target.checked })} />
            {lines.length > 1 && (
              <Button small kind="subtle" icon={Trash2} aria-label={t('org.help.remove', { number: i + 1 })} onClick={() => change(lines.filter((_, at) => at !== i))}>{t('org.help.removeShort')}</Button>
            )}
          </div>
        </fieldset>
      ))}
      <FieldError text={error} />
      {lines.length < 12 && (
        <div><Button small icon={Plus} onClick={() => change([...lines, { name: '', phone: '', url: '', text: '', primary: false }])}>{t('org.help.add')}</Button></div>
      )}
    </Card>
  );
}
