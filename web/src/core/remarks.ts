// Where feedback stands: at a step ("hope"), or at a paragraph of its text ("hope:2", from 1).
import type { StepFeedback } from './types';

/** A text between blank lines, divided as the server does. */
export function paragraphs(text: string | undefined): string[] {
  const whole = (text ?? '').trim();
  return whole === '' ? [] : whole.split(/\n[ \t]*\n[\t\n\f\r ]*/);
}

export type Placed = StepFeedback & { place: string; /** 0 is the step as a whole. */ paragraph: number };

/** What was said at a step and its paragraphs, in the order of the text, about the whole last. */
export function remarksAt(feedback: Record<string, StepFeedback>, step: string): Placed[] {
  return Object.entries(feedback)
    .map(([place, one]) => ({ ...one, place, paragraph: Number(place.split(':')[1] ?? 0) }))
    .filter(({ place }) => place.split(':')[0] === step)
    .sort((a, b) => (a.paragraph || Infinity) - (b.paragraph || Infinity));
}
