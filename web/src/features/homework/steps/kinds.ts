import type { ComponentType } from 'react';
import type { Step, StepValue } from '../../../core/types';
import { ChoicesStep } from './ChoicesStep';
import { ChoiceStep } from './ChoiceStep';
import { ExerciseStep } from './ExerciseStep';
import { LinkStep } from './LinkStep';
import { LongTextStep } from './LongTextStep';
import { QuestionnaireStep } from './QuestionnaireStep';
import { MediaStep } from './MediaStep';
import { NumberStep } from './NumberStep';
import { PictureStep } from './PictureStep';
import { PlanStep } from './PlanStep';
import { ScaleStep } from './ScaleStep';
import { ShortTextStep } from './ShortTextStep';
import { ThoughtStep } from './ThoughtStep';

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

/** One line per kind; `text` only shows its body. */
export const kinds: Record<Exclude<Step['kind'], 'text'>, ComponentType<StepProps>> = {
  picture: PictureStep,
  video: MediaStep,
  audio: MediaStep,
  exercise: ExerciseStep,
  choice: ChoiceStep,
  choices: ChoicesStep,
  scale: ScaleStep,
  number: NumberStep,
  'short-text': ShortTextStep,
  'long-text': LongTextStep,
  questionnaire: QuestionnaireStep,
  'thought-record': ThoughtStep,
  'safety-plan': PlanStep,
  link: LinkStep,
};
