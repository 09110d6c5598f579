import { describe, expect, it } from 'vitest';
import { withCaption, type CaptionLine } from './useWritten';

const after = (...said: [string, boolean][]): CaptionLine[] => said.reduce<CaptionLine[]>((lines, [text, final]) => withCaption(lines, text, final), []);

describe('captions', () => {
  it('a line grows until it is final', () => {
    expect(after(['En', false], ['En toen', false], ['En toen dacht ik', true]).map(({ text }) => text)).toEqual(['En toen dacht ik']);
  });

  it('keeps the last three lines, each with a key of its own', () => {
    const lines = after(['1', true], ['2', true], ['3', true], ['4', false]);
    expect(lines.map(({ text }) => text)).toEqual(['2', '3', '4']);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(3);
  });

  it('an empty one takes back what was not final', () => {
    expect(after(['1', true], ['2', false], ['', false]).map(({ text }) => text)).toEqual(['1']);
  });
});
