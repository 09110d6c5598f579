import { expect, test } from 'vitest';
import { paragraphs, remarksAt } from './remarks';

test('a text is divided at its blank lines, as the server does', () => {
  expect(paragraphs('  Eerst.\nNog eens.\n \t\n\n  Dan.\n')).toEqual(['Eerst.\nNog eens.', 'Dan.']);
  expect(paragraphs(' \n ')).toEqual([]);
  expect(paragraphs(undefined)).toEqual([]);
});

test('remarks of a step stand in the order of its text, the one about all of it last', () => {
  const one = { text: 'x', by: 'm', byName: 'M', at: 1, readAt: 0 };
  const given = { hope: one, 'hope:10': one, 'hope:2': one, hopeful: one, 'feel:1': one };
  expect(remarksAt(given, 'hope').map(({ place }) => place)).toEqual(['hope:2', 'hope:10', 'hope']);
});
