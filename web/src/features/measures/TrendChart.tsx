import { useId } from 'react';
import { t } from '../../core/i18n';
import { shortDate } from '../../core/time';
import type { Trend, TrendPoint } from '../../core/types';

const width = 640;
const height = 220;
const edge = { left: 40, right: 20, top: 16, bottom: 32 };

type Dot = { x: number; y: number; point: TrendPoint };

/** Where each score stands: over time, between the lowest and the highest score there is. */
export function dotsOf({ points, low, high }: Pick<Trend, 'points' | 'low' | 'high'>): Dot[] {
  const first = points[0]?.at ?? 0;
  const span = (points.at(-1)?.at ?? 0) - first;
  return points.filter((point) => point.score !== undefined).map((point) => ({
    point,
    x: edge.left + (span > 0 ? (point.at - first) / span : 0.5) * (width - edge.left - edge.right),
    y: edge.top + (1 - ((point.score ?? 0) - low) / (high - low)) * (height - edge.top - edge.bottom),
  }));
}

/** The line; the same is in the table below it, which is what a screen reader reads. */
export function TrendChart({ trend }: { trend: Trend }) {
  const id = useId();
  const dots = dotsOf(trend);
  return (
    <svg className="kring-trend" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
      <title id={id}>{t('measures.chart', { name: trend.name })}</title>
      {[trend.low, trend.high].map((value) => {
        const y = value === trend.low ? height - edge.bottom : edge.top;
        return (
          <g key={value} className="kring-trend__axis">
            <line x1={edge.left} x2={width - edge.right} y1={y} y2={y} />
            <text x={edge.left - 8} y={y + 5} textAnchor="end">{value}</text>
          </g>
        );
      })}
      <polyline className="kring-trend__line" points={dots.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {dots.map(({ x, y, point }) => (
        <g key={`${point.at} ${x}`}>
          <circle className="kring-trend__dot" cx={x} cy={y} r={6} />
          <text className="kring-trend__value" x={x} y={y < 40 ? y + 24 : y - 12} textAnchor="middle">{t('measures.number', { number: point.score ?? 0 })}</text>
          <text className="kring-trend__day" x={x} y={height - 8} textAnchor="middle">{shortDate(point.at)}</text>
        </g>
      ))}
    </svg>
  );
}
