import type { ComponentType } from 'react';
import type { Step, StepValue } from '../../../core/types';
import { ChoiceStep } from './ChoiceStep';
import { ExerciseStep } from './ExerciseStep';
import { LongTextStep } from './LongTextStep';
import { QuestionnaireStep } from './QuestionnaireStep';
import { ScaleStep } from './ScaleStep';

/** What a kind of step gets. Its name is the heading with id `labelId`, its explanation stands in `bodyId`. */
export type StepProps = {
  step: Step;
  value: StepValue | undefined;
  onChange: (value: StepValue | undefined) => void;
  labelId: string;
  bodyId: string | undefined;
  invalid: boolean;
  /** To look at only: for facilitators, and after the group ended. */
  readOnly: boolean;
};

/** One line per kind that asks for something; `text` only shows its body. */
export const kinds: Record<Exclude<Step['kind'], 'text'>, ComponentType<StepProps>> = {
  exercise: ExerciseStep,
  choice: ChoiceStep,
  scale: ScaleStep,
  'long-text': LongTextStep,
  questionnaire: QuestionnaireStep,
};
