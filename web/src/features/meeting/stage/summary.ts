import type { Bar } from './poll';

/** The server's nameless summary of one step. */
export type StepSummary = {
  step: string;
  title: string;
  /** Too few answers to be nameless. */
  few?: boolean;
  counts?: { label: string; count: number }[];
  words?: string[];
};
export type JointSummary = { steps: StepSummary[] | null };

export function summaryBars({ counts = [] }: StepSummary): Bar[] {
  const total = counts.reduce((sum, one) => sum + one.count, 0);
  return counts.map(({ label, count }) => ({ label, count, share: total > 0 ? count / total : 0, mine: false }));
}
