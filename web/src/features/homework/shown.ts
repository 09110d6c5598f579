import { answerWords } from '../../core/answer';
import { t } from '../../core/i18n';
import type { Step, StepValue } from '../../core/types';
import { answered, filledIn } from './values';

/** A value in words, to read only. */
export function shown(step: Step, value: StepValue | undefined): string {
  if (!filledIn(value)) return t('homework.empty');
  if (step.sheet) return t('questionnaire.answered', { done: answered(value), total: step.sheet.questions.length });
  const words = answerWords(step, value);
  if (words !== undefined) return words;
  if (value.number !== undefined) return t('homework.scale.value', { number: value.number, max: step.max ?? 10 });
  return value.done ? t('homework.tried') : value.text ?? '';
}
