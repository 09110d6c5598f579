// What a person filled in at the steps of a module: comparing, counting, and putting two versions together.
import type { Step, StepValue, StepValues } from '../../core/types';

/** Something was done at the step; white space alone is nothing. The server counts the same way. */
export function filledIn(value: StepValue | undefined): value is StepValue {
  return value !== undefined && Boolean(value.choice || value.text?.trim() || value.done || value.number !== undefined || value.files?.length || answered(value) > 0);
}

/** How many items of a questionnaire have an answer. */
export function answered(value: StepValue | undefined): number {
  return Object.values(value?.parts ?? {}).filter((part) => part.number !== undefined).length;
}

export function sameValue(a: StepValue | undefined, b: StepValue | undefined): boolean {
  if (!filledIn(a) || !filledIn(b)) return filledIn(a) === filledIn(b);
  return a.choice === b.choice && a.number === b.number && (a.text ?? '') === (b.text ?? '') && Boolean(a.done) === Boolean(b.done) &&
    (a.files ?? []).join() === (b.files ?? []).join() && sameParts(a.parts, b.parts);
}

function sameParts(a: StepValue['parts'] = {}, b: StepValue['parts'] = {}): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key]?.number === b[key]?.number && a[key]?.text === b[key]?.text && a[key]?.at === b[key]?.at);
}

export function sameValues(a: StepValues, b: StepValues): boolean {
  return stepsOf(a, b).every((step) => sameValue(a[step], b[step]));
}

/** Without the steps at which nothing was done: what is sent. */
export function onlyFilled(values: StepValues): StepValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => filledIn(value)));
}

export const answerable = (step: Step) => step.kind !== 'text';

export function progress(steps: Step[], values: StepValues): { done: number; total: number } {
  const asked = steps.filter(answerable);
  return { done: asked.filter((step) => filledIn(values[step.id])).length, total: asked.length };
}

/** The steps that must be done before handing in and are not. */
export function missing(steps: Step[], values: StepValues): Step[] {
  return steps.filter((step) => step.required && !filledIn(values[step.id]));
}

/** A step that was filled in differently in two places. Missing means left or made empty there. */
export type Clash = { step: string; mine?: StepValue | undefined; theirs?: StepValue | undefined };

/**
 * Puts two versions together that both began as `base`. A step that changed in one of them takes that
 * change; one that changed in both, differently, is a clash and keeps mine until the person chooses.
 */
export function merge(base: StepValues, mine: StepValues, theirs: StepValues): { values: StepValues; clashes: Clash[] } {
  const values = { ...mine };
  const clashes: Clash[] = [];
  for (const step of stepsOf(base, mine, theirs)) {
    if (sameValue(mine[step], theirs[step])) continue;
    if (sameValue(mine[step], base[step])) set(values, step, theirs[step]);
    else if (!sameValue(theirs[step], base[step])) clashes.push({ step, mine: mine[step], theirs: theirs[step] });
  }
  return { values, clashes };
}

/** Both texts under each other, when there are two. */
export function both({ mine, theirs }: Clash): StepValue | undefined {
  if (!mine?.text?.trim() || !theirs?.text?.trim()) return undefined;
  return { text: `${theirs.text.trimEnd()}\n\n${mine.text}` };
}

/** The value with other files beside it; nothing at all is no value. */
export function withFiles(value: StepValue | undefined, files: string[] | undefined): StepValue | undefined {
  const rest = { ...value };
  delete rest.files;
  const next = files?.length ? { ...rest, files } : rest;
  return Object.keys(next).length > 0 ? next : undefined;
}

export function set(values: StepValues, step: string, value: StepValue | undefined) {
  if (value === undefined) delete values[step];
  else values[step] = value;
}

function stepsOf(...all: StepValues[]): string[] {
  return [...new Set(all.flatMap((values) => Object.keys(values)))];
}
