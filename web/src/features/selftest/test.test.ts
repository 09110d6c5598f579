import { expect, it } from 'vitest';
import { alarming, areas, careAnswers, outcome, type Answers } from './test';

const calm = Object.fromEntries(areas.map((area) => [area, 'sometimes'])) as Answers;

it('says nothing before half of it is answered', () => {
  expect(outcome({})).toBeUndefined();
  expect(outcome({ sleep: 'always', body: 'always', worry: 'always' })).toBeUndefined();
  expect(outcome({ sleep: 'never', body: 'never', worry: 'never', anger: 'never' })).toEqual({ weight: 'fine', heavy: [], care: [] });
});

it.each([
  ['nothing heavy', {}, 'fine', []],
  ['one heavy thing is a small step', { sleep: 'often' }, 'step', ['sleep']],
  ['three still are', { sleep: 'always', worry: 'often', alone: 'often' }, 'step', ['sleep', 'worry', 'alone']],
  ['four are for the doctor', { sleep: 'often', worry: 'often', alone: 'often', low: 'often' }, 'doctor', ['sleep', 'worry', 'low', 'alone']],
  ['ordinary things that fail are, alone', { tasks: 'often' }, 'doctor', ['tasks']],
  ['so is drinking or using too much', { substance: 'always' }, 'doctor', ['substance']],
] as const)('%s', (_, more, weight, heavy) => {
  expect(outcome({ ...calm, ...more })).toEqual({ weight, heavy, care: [] });
});

it('answers a question of safety at once, whatever else was filled in', () => {
  expect(outcome({ life: 'sometimes' })).toEqual({ weight: 'doctor', heavy: [], care: ['life'] });
  expect(outcome({ ...calm, home: 'yes' })).toEqual({ weight: 'doctor', heavy: [], care: ['home'] });
  expect(careAnswers.filter(alarming)).toEqual(['sometimes', 'yes']);
});

it('asks about life and home without counting them', () => {
  expect(outcome({ ...calm, life: 'unsaid', home: 'fine' })?.weight).toBe('fine');
});
