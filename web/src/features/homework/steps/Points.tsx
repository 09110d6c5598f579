type PointsProps = {
  name: string;
  points: number[];
  value: number | undefined;
  onChange: (point: number) => void;
  readOnly: boolean;
  labelledBy: string;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  required?: boolean | undefined;
};

/** Numbers to tap: unlike a slider nothing is chosen before the person chooses, and a tremor does no harm. */
export function Points({ name, points, value, onChange, readOnly, labelledBy, describedBy, invalid, required }: PointsProps) {
  return (
    <div role="radiogroup" className="kring-scale" aria-labelledby={labelledBy} aria-describedby={describedBy} aria-invalid={invalid || undefined} aria-required={required}>
      {points.map((point) => (
        <label key={point} className="kring-scale__point">
          <input type="radio" name={name} checked={value === point} disabled={readOnly} onChange={() => onChange(point)} />
          <span>{point}</span>
        </label>
      ))}
    </div>
  );
}

/** From, from + by, … to and with the last. */
export function pointsOf(from: number, to: number, by = 1): number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}
