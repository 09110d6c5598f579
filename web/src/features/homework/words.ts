import type { MessageKey } from '../../core/i18n';
import { t } from '../../core/i18n';
import type { Step } from '../../core/types';

const refusals: Record<string, MessageKey> = {
  'step.required': 'homework.error.required',
  'step.too-long': 'homework.error.tooLong',
  'step.option': 'homework.error.option',
  'answer.empty': 'homework.error.empty',
};

/** Why the server refused, in words for the person. */
export function refusal(code: string | undefined): string {
  return t(refusals[code ?? ''] ?? 'homework.error.other');
}

export function required(step: Step): string {
  return t(step.kind === 'long-text' || step.kind === 'short-text' || step.kind === 'thought-record' ? 'homework.error.write' : 'homework.error.choose');
}
