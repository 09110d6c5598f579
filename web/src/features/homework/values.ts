// What a person filled in at the steps of a module: comparing, counting, and putting two versions together.
import { maxFiles } from '../../core/files';
import type { Step, StepValue, StepValues } from '../../core/types';

/** Something was done at the step; white space alone is nothing. The server counts the same way. */
export function filledIn(value: StepValue | undefined): value is StepValue {
  if (value === undefined) return false;
  const { choice, choices, text, done, number, parts, files } = value;
  return Boolean(choice || choices?.length || text?.trim() || done || number !== undefined || files?.length || (parts && Object.values(parts).some(filledIn)));
}

/** How many items of a questionnaire have an answer. */
export function answered(value: StepValue | undefined): number {
  return Object.values(value?.parts ?? {}).filter((part) => part.number !== undefined).length;
}

export function sameValue(a: StepValue | undefined, b: StepValue | undefined): boolean {
  if (!filledIn(a) || !filledIn(b)) return filledIn(a) === filledIn(b);
  return a.choice === b.choice && a.number === b.number && (a.text ?? '') === (b.text ?? '') && Boolean(a.done) === Boolean(b.done)
    && String(a.choices ?? []) === String(b.choices ?? []) && String(a.files ?? []) === String(b.files ?? [])
    && sameParts(a.parts, b.parts);
}

function sameParts(a: StepValue['parts'] = {}, b: StepValue['parts'] = {}): boolean {
  return stepsOf(a, b).every((part) => sameValue(a[part], b[part]) && a[part]?.at === b[part]?.at);
}

export function sameValues(a: StepValues, b: StepValues): boolean {
  return stepsOf(a, b).every((step) => sameValue(a[step], b[step]));
}

/** Without the steps at which nothing was done: what is sent. */
export function onlyFilled(values: StepValues): StepValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => filledIn(value)));
}

/** Kinds that only show something. */
export type Shown = 'text' | 'picture' | 'video' | 'audio';
const shows: Step['kind'][] = ['text', 'picture', 'video', 'audio'] satisfies Shown[];

export const answerable = (step: Step) => !shows.includes(step.kind);

export function progress(steps: Step[], values: StepValues): { done: number; total: number } {
  const asked = steps.filter(answerable);
  return { done: asked.filter((step) => filledIn(values[step.id])).length, total: asked.length };
}

/** The steps that must be done before handing in and are not. */
export function missing(steps: Step[], values: StepValues): Step[] {
  return steps.filter((step) => step.required && !step.closed && !filledIn(values[step.id]));
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
    else if (!sameValue(theirs[step], base[step])) {
      const parts = mergeParts(base[step], mine[step], theirs[step]);
      if (parts) values[step] = { ...mine[step], parts };
      else clashes.push({ step, mine: mine[step], theirs: theirs[step] });
    }
  }
  return { values, clashes };
}

/** Of a step in several parts: both changes when they are in different parts. */
function mergeParts(base: StepValue | undefined, mine: StepValue | undefined, theirs: StepValue | undefined): StepValue['parts'] {
  if (!mine?.parts || !theirs?.parts || String(mine.files) !== String(theirs.files)) return undefined;
  const { values, clashes } = merge(base?.parts ?? {}, mine.parts, theirs.parts);
  return clashes.length === 0 ? values : undefined;
}

/** Both texts under each other with the files of both, when there are two texts and a step takes that many files. */
export function both({ mine, theirs }: Clash): StepValue | undefined {
  if (!mine?.text?.trim() || !theirs?.text?.trim()) return undefined;
  const files = [...new Set([...(theirs.files ?? []), ...(mine.files ?? [])])];
  if (files.length > maxFiles) return undefined;
  const text = mine.text.trim() === theirs.text.trim() ? mine.text : `${theirs.text.trimEnd()}\n\n${mine.text}`;
  return withFiles({ text }, files);
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
