import type { Bar } from './poll';

/** The server's nameless summary of one step. */
export type StepSummary = {
  id: string;
  kind: string;
  title: string;
  answered: number;
  /** Of how many people the bars are; 0 while they are too few to be nameless. */
  counted: number;
  /** The options or the points of a scale; words have none. */
  bars?: { id: string; label: string; count: number }[] | null;
};

export function summaryBars({ bars, counted }: StepSummary): Bar[] {
  return (bars ?? []).map(({ label, count }) => ({ label, count, share: counted > 0 ? count / counted : 0, mine: false }));
}
