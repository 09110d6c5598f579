import { t } from '../../core/i18n';
import { date } from '../../core/time';
import type { Trend, TrendPoint } from '../../core/types';
import { Card, Heading, Text } from '../../ui';
import { TrendChart } from './TrendChart';

/** How somebody fares on one questionnaire: in words first, then as a line, then as numbers. */
export function TrendCard({ trend }: { trend: Trend }) {
  const bands = trend.points.some((point) => point.bands?.length || point.shape);
  return (
    <Card labelledBy={`trend-${trend.instrument}`}>
      <Heading level={2} id={`trend-${trend.instrument}`}>{trend.name === 'Kring' ? t('measures.checkIn') : trend.name}</Heading>
      <Text>{changeWords(trend)} {t(trend.highBetter ? 'measures.highBetter' : 'measures.lowBetter')}</Text>
      <TrendChart trend={trend} />
      <table className="utrecht-table kring-trend__table">
        <caption className="kring-hidden">{t('measures.table', { name: trend.name })}</caption>
        <thead><tr><th scope="col">{t('measures.when')}</th><th scope="col">{t('measures.score')}</th>{bands && <th scope="col">{t('measures.band')}</th>}</tr></thead>
        <tbody>
          {trend.points.map((point) => (
            <tr key={point.at}>
              <th scope="row">{date(point.at)}{point.moment && ` · ${t(`measures.moment.${point.moment}`)}`}</th>
              <td>{point.score === undefined ? t('measures.noScore') : t('measures.number', { number: point.score })}</td>
              {bands && <td>{bandWords(point)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {trend.toCheck && <Text small muted>{t('measures.toCheck')}</Text>}
      {trend.source && <Text small muted>{t('measures.source', { source: trend.source })}</Text>}
    </Card>
  );
}

/** What changed since the start, without judging it. */
export function changeWords({ change, counts = 0 }: Pick<Trend, 'change' | 'counts'>): string {
  if (change === undefined) return t('measures.change.none');
  if (Math.abs(change) < Math.max(counts, 0.05)) return t('measures.change.same');
  return t(change > 0 ? 'measures.change.up' : 'measures.change.down', { number: Math.abs(change) });
}

/** The owner's names, as codes in the source: they are not ours to reword. */
function bandWords({ bands = [], shape }: TrendPoint): string {
  return [...bands, ...(shape ? [shape] : [])].map((code) => t(`measures.band.${code}` as 'measures.band.low')).join(', ');
}
