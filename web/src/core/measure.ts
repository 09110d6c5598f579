// Questionnaires as numbers, by the rules of homework/measure on the server: the definition comes from there, and both
// pass the same cases (homework/measure/testdata/scores.json). A score is there without a connection.

/** A fixed rule on an answer: who gives it sees the help lines at once, and somebody is told. */
export type Rule = { item: number; values: number[] };

/** Whether a rule is about this answer to an item. */
export function hit(rules: Rule[] | undefined, item: number, value: number | undefined): boolean {
  return rules?.some((rule) => rule.item === item && value !== undefined && rule.values.includes(value)) ?? false;
}

export type Definition = {
  id: string;
  items: number;
  unscored?: number;
  reversed?: number;
  min: number;
  max: number;
  method: 'sum' | 'mean' | 'count';
  from?: number;
  factor?: number;
  lowest?: boolean;
  missing?: { most?: number; check?: boolean };
  parts?: { code: string; items: number[]; high?: number }[];
  bands?: { code: string; from: number; to: number; check?: boolean }[];
  profiles?: { code: string; from: number; to: number; need: { first: number; last: number; atLeast: number }[] }[];
};

/** Values by item, null for not answered; `reversed` names items from 1. */
export type Answers = { values: (number | null)[]; reversed?: number[]; confirmed?: boolean };

export type Result = {
  /** Null when too much is missing. */
  score: number | null;
  missing: number;
  lowest?: number;
  parts?: Record<string, number>;
  high?: string[];
  bands?: string[];
  profile?: string;
};

/** Thrown for answers that do not fit the definition; the code is the server's. */
export class MeasureError extends Error {}

type Values = (number | null)[];

export function score(definition: Definition, answers: Answers): Result {
  const values = turned(definition, answers);
  const missing = values.filter((value) => value === null).length;
  const may = definition.missing?.check && !answers.confirmed ? 0 : definition.missing?.most ?? 0;
  if (missing === values.length || missing > may) return { score: null, missing };
  const total = scoreOf(definition, values) ?? 0;
  return {
    score: total,
    missing,
    ...(definition.lowest && { lowest: Math.min(...values.filter((value) => value !== null)) }),
    ...partsOf(definition, values),
    ...namesOf(definition, values, total, answers.confirmed ?? false),
  };
}

function turned({ items, unscored = 0, reversed = 0, min, max }: Definition, answers: Answers): Values {
  const { values, reversed: other = [] } = answers;
  if (values.length !== items && values.length !== items + unscored) throw new MeasureError('measure.items');
  const right = other.length === reversed && new Set(other).size === other.length && other.every((item) => item >= 1 && item <= items);
  if (!right) throw new MeasureError('measure.reversed');
  for (const value of values) {
    if (value !== null && (!Number.isInteger(value) || value < min || value > max)) throw new MeasureError('measure.value');
  }
  return values.slice(0, items).map((value, i) => (value !== null && other.includes(i + 1) ? min + max - value : value));
}

/** Missing values count as the mean of the others. */
function scoreOf({ method, from = 0, factor = 1 }: Definition, values: Values): number | undefined {
  const given = values.filter((value) => value !== null);
  if (given.length === 0) return undefined;
  const sum = given.reduce((total, value) => total + (method === 'count' ? Number(value >= from) : value), 0);
  return method === 'mean' ? sum / given.length : (sum * values.length) / given.length * factor;
}

function partsOf(definition: Definition, values: Values): Pick<Result, 'parts' | 'high'> {
  if (!definition.parts) return {};
  const parts: Record<string, number> = {};
  const high: string[] = [];
  for (const { code, items, high: from } of definition.parts) {
    const part = scoreOf(definition, items.map((item) => values[item - 1] ?? null));
    if (part === undefined) continue;
    parts[code] = part;
    if (from && part >= from) high.push(code);
  }
  return { parts, ...(high.length > 0 && { high }) };
}

function namesOf({ bands = [], profiles = [] }: Definition, values: Values, total: number, confirmed: boolean): Pick<Result, 'bands' | 'profile'> {
  const whole = Math.floor(total + 0.5);
  const held = bands.filter(({ from, to, check }) => whole >= from && whole <= to && (confirmed || !check)).map(({ code }) => code);
  const profile = profiles.find(({ from, to, need }) => need.every(({ first, last, atLeast }) => {
    const fits = values.slice(first - 1, last).filter((value) => value !== null && value >= from && value <= to);
    return fits.length >= atLeast;
  }))?.code;
  return { ...(held.length > 0 && { bands: held }), ...(profile && { profile }) };
}
