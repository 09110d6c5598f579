// What was answered at a step, in words to read only.
import { hasText, t } from './i18n';
import type { Step, StepValue } from './types';

/** The words of an answer that is chosen, counted or made in parts; undefined for any other, and for none. */
export function answerWords(step: Step, value: StepValue): string | undefined {
  const label = (id: string) => step.options?.find((option) => option.id === id)?.label ?? id;
  if (value.choice) return label(value.choice);
  if (value.choices?.length) return value.choices.map(label).join(', ');
  if (value.number !== undefined && step.kind === 'number') return `${String(value.number).replace('.', ',')} ${step.unit ?? ''}`;
  if (value.parts) return Object.entries(partOrder).flatMap(([part]) => partWords(part, value.parts?.[part])).join('\n');
  return undefined;
}

/** Any answer in words; a questionnaire and files have none. */
export function sentWords(step: Step, value: StepValue): string {
  const words = answerWords(step, value);
  if (words !== undefined) return words;
  if (value.number !== undefined) {
    const { min = 0, max = 10, minLabel = '', maxLabel = '' } = step;
    return t('feedback.scale', { number: value.number, min, minLabel, max, maxLabel });
  }
  return value.done ? t('feedback.tried') : value.text ?? '';
}

/** The parts of a thought record in the order in which they are made. */
const partOrder = { event: 1, thought: 2, feeling: 3, before: 4, behaviour: 5, result: 6, alternative: 7, after: 8 };

function partWords(part: string, value: { text?: string; number?: number } | undefined): string[] {
  const words = value?.text || (value?.number === undefined ? '' : String(value.number));
  const key = `homework.thought.${part}`;
  return words && hasText(key) ? [`${t(key)}: ${words}`] : [];
}
