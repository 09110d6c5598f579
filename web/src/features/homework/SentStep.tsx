import type { Step, StepValue } from '../../core/types';
import './homework.css';
import { kinds } from './steps/kinds';

/** One step with what was sent, as its owner sees it, to look at only. */
export default function SentStep({ step, value, labelId }: { step: Step; value: StepValue | undefined; labelId: string }) {
  if (step.kind === 'text') return null;
  const Kind = kinds[step.kind];
  return <Kind step={step} value={value} onChange={() => undefined} labelId={labelId} bodyId={undefined} invalid={false} readOnly />;
}
