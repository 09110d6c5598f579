// A short self-test of our own writing: no licensed instrument, no score, no diagnosis. It lives in this page
// only: what somebody answers is never sent and never stored.

export const areas = ['sleep', 'body', 'worry', 'anger', 'low', 'alone', 'tasks', 'substance'] as const;
export type Area = (typeof areas)[number];

/** How often somebody has it: never, sometimes, often, nearly always. */
export const often = ['never', 'sometimes', 'often', 'always'] as const;
export type Often = (typeof often)[number];

/** Asked for safety only; they weigh in nothing. Each answer but the first calls for something to read at once. */
export const careQuestions = ['life', 'home'] as const;
export type Care = (typeof careQuestions)[number];
export const careAnswers = ['fine', 'sometimes', 'yes', 'unsaid'] as const;
export type CareAnswer = (typeof careAnswers)[number];

export type Answers = Partial<Record<Area, Often>> & Partial<Record<Care, CareAnswer>>;

/** Whether an answer calls for the help lines at once. */
export const alarming = (answer: CareAnswer | undefined) => answer === 'sometimes' || answer === 'yes';

export type Outcome = {
  /** How much is going on: `doctor` advises to talk to the GP. */
  weight: 'fine' | 'step' | 'doctor';
  /** What is often or nearly always there. */
  heavy: Area[];
  /** Questions of care that were answered with worry. */
  care: Care[];
};

/** What to say to these answers; undefined while fewer than half of the questions have one. */
export function outcome(answers: Answers): Outcome | undefined {
  const care = careQuestions.filter((question) => alarming(answers[question]));
  const heavy = areas.filter((area) => answers[area] === 'often' || answers[area] === 'always');
  const answered = areas.filter((area) => answers[area] !== undefined).length;
  if (answered < areas.length / 2 && care.length === 0) return undefined;
  return { weight: weigh(heavy, care), heavy, care };
}

/** Danger, daily life that stands still, or much at once, is not for a website. */
function weigh(heavy: Area[], care: Care[]): Outcome['weight'] {
  if (care.length > 0 || heavy.length >= 4 || heavy.includes('tasks') || heavy.includes('substance')) return 'doctor';
  return heavy.length > 0 ? 'step' : 'fine';
}
