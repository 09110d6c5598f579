import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { score, type Answers, type Definition, type Result } from './measure';

const folder = join(import.meta.dirname, '../../../homework/measure');
const definitions = JSON.parse(readFileSync(join(folder, 'definitions.json'), 'utf8')) as Definition[];
type Case = { name: string; id: string; answers: Answers; want?: Result; error?: string };
const cases = JSON.parse(readFileSync(join(folder, 'testdata/scores.json'), 'utf8')) as Case[];

describe('scoring, as the server does it', () => {
  it.each(cases)('$name', ({ id, answers, want, error }) => {
    const definition = definitions.find((one) => one.id === id)!;
    if (error) expect(() => score(definition, answers)).toThrow(error);
    else expect(score(definition, answers)).toEqual(want);
  });
});
