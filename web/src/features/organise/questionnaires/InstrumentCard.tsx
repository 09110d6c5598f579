import { t } from '../../../core/staff-words';
import { date } from '../../../core/time';
import type { Facilitator, Instrument } from '../../../core/types';
import { Alert, Badge, Button, Card, Heading, problemText, Switch, Text } from '../../../ui';
import { ImportText } from './ImportText';
import { Rules } from './Rules';
import { useInstrument } from './useInstrument';

type Props = { org: string; instrument: Instrument; staff: Facilitator[]; mayConfirm: boolean };

/** One questionnaire: folded to its name and state until somebody works on it. */
export function InstrumentCard({ org, instrument, staff, mayConfirm }: Props) {
  const { choose, confirm } = useInstrument(org, instrument);
  const ready = instrument.shipped || instrument.imported;
  const id = `lijst-${instrument.id}`;
  return (
    <Card labelledBy={id}>
      <div className="kring-row">
        <Heading level={2} id={id}>{instrument.shipped ? t('measures.checkIn') : instrument.name}</Heading>
        <Badge tone={ready ? 'positive' : 'neutral'}>{t(instrument.shipped ? 'surveys.shipped' : ready ? 'surveys.imported' : 'surveys.noText')}</Badge>
      </div>
      <Text muted>{facts(instrument)}</Text>
      {instrument.imported && <Text small muted>{t('surveys.licence.of', { licence: instrument.licence, day: date(instrument.importedAt) })}</Text>}
      {!instrument.shipped && <ImportText org={org} instrument={instrument} />}
      {instrument.bands.length > 0 && (
        <Bands instrument={instrument} mayConfirm={mayConfirm} onOff={(off) => choose.mutate({ bandsOff: off })} onConfirm={(yes) => confirm.mutate(yes)} />
      )}
      <Rules key={JSON.stringify(instrument.rules)} instrument={instrument} staff={staff} busy={choose.isPending} onSave={(rules) => choose.mutate({ rules })} />
      {(choose.error ?? confirm.error) && <Alert kind="error" live><Text>{problemText(choose.error ?? confirm.error)}</Text></Alert>}
    </Card>
  );
}

/** The definition in one line. */
function facts({ items, min, max, reversed }: Instrument): string {
  const all = t('surveys.facts', { items, min, max });
  return reversed > 0 ? `${all} ${t('surveys.reversed', { count: reversed })}` : all;
}

type BandsProps = { instrument: Instrument; mayConfirm: boolean; onOff: (off: boolean) => void; onConfirm: (yes: boolean) => void };

/** What scores are called according to the source. Sources that differ are not used before somebody looked. */
function Bands({ instrument, mayConfirm, onOff, onConfirm }: BandsProps) {
  const { name, bands, source, bandsOff, toCheck, confirmed } = instrument;
  return (
    <details className="kring-details">
      <summary>{t('surveys.bands')}</summary>
      <div className="kring-stack kring-stack--tight">
        <table className="utrecht-table">
          <caption className="kring-hidden">{t('surveys.bands.table', { name })}</caption>
          <thead><tr><th scope="col">{t('measures.score')}</th><th scope="col">{t('measures.band')}</th></tr></thead>
          <tbody>
            {bands.map(({ code, from, to, check }) => (
              <tr key={`${code} ${from}`}>
                <th scope="row">{t('surveys.bands.range', { from, to })}</th>
                <td>{t(`measures.band.${code}` as 'measures.band.low')}{check && !confirmed && <> <Badge tone="accent">{t('surveys.bands.unsure')}</Badge></>}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Text small muted>{t('measures.source', { source })}</Text>
        <Switch checked={!bandsOff} label={t('surveys.bands.show', { name })} words={{ on: t('surveys.bands.on'), off: t('surveys.bands.off') }} onChange={(on) => onOff(!on)} />
        {toCheck && (
          <Alert kind={confirmed ? 'ok' : 'warning'} title={t(confirmed ? 'surveys.checked' : 'surveys.toCheck')}>
            <Text>{t(mayConfirm ? 'surveys.toCheck.text' : 'surveys.toCheck.admin')}</Text>
            {mayConfirm && <div><Button small onClick={() => onConfirm(!confirmed)}>{t(confirmed ? 'surveys.unconfirm' : 'surveys.confirm')}</Button></div>}
          </Alert>
        )}
      </div>
    </details>
  );
}
