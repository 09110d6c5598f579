import { useId, type ReactNode } from 'react';
import { t } from '../../core/i18n';
import { remarksAt } from '../../core/remarks';
import type { Step, StepFeedback, StepValue } from '../../core/types';
import { Card, FieldError, Heading } from '../../ui';
import { ClashChoice } from './ClashChoice';
import { FeedbackNote } from './FeedbackNote';
import { StepFiles } from './StepFiles';
import { ReadAloud } from './ReadAloud';
import { Body } from './steps/Body';
import { kinds } from './steps/kinds';
import { answerable, withFiles, type Clash } from './values';

type Props = {
  step: Step;
  value: StepValue | undefined;
  error: string | undefined;
  clash: Clash | undefined;
  /** All that was said about the module, by place. */
  feedback: Record<string, StepFeedback>;
  handedInAt: number;
  readOnly: boolean;
  /** Where files of the step go; undefined where none can go. */
  assignment: string | undefined;
  onChange: (value: StepValue | undefined) => void;
  onChosen: (value: StepValue | undefined) => void;
  /** Who sees it, and what can be done with it. */
  sharing?: ReactNode;
};

/** To do when it suits: nobody needs to be told that it may be skipped. */
const optionalAnyway: Step['kind'][] = ['exercise', 'safety-plan', 'link'];

/** Where a link to a step leads. */
export const anchorOf = (step: string) => `stap-${step}`;

export function StepCard(props: Props) {
  const { step, value, error, clash, feedback, readOnly, assignment } = props;
  const id = useId();
  return (
    <section id={anchorOf(step.id)} className="kring-step" tabIndex={-1} aria-labelledby={id}>
      <Card>
        <Heading level={2} id={id}>{step.title}</Heading>
        {step.body && <ReadAloud text={step.body} labelId={id}>{(spoken) => <Body text={step.body} id={`${id}-body`} spoken={spoken} />}</ReadAloud>}
        {answerable(step) && !step.required && !optionalAnyway.includes(step.kind) && <p className="kring-muted kring-small">{t('homework.optional')}</p>}
        {step.closed && <p className="kring-muted">{t('homework.closed')}</p>}
        {clash ? <ClashChoice step={step} clash={clash} onChosen={props.onChosen} /> : <Control {...props} id={id} />}
        <StepFiles step={step} files={value?.files ?? []} assignment={readOnly ? undefined : assignment} onChange={(files) => props.onChange(withFiles(value, files))} />
        <FieldError text={error} />
        {answerable(step) && !step.closed && props.sharing}
        {remarksAt(feedback, step.id).map((one) => <FeedbackNote key={one.place} feedback={one} older={one.at < props.handedInAt} />)}
      </Card>
    </section>
  );
}

function Control({ step, value, error, readOnly, onChange, id }: Props & { id: string }) {
  if (step.kind === 'text') return null;
  const Kind = kinds[step.kind];
  return (
    <Kind
      step={step}
      value={value}
      onChange={(next) => onChange(withFiles(next, value?.files))}
      labelId={id}
      bodyId={step.body ? `${id}-body` : undefined}
      invalid={error !== undefined}
      readOnly={readOnly || step.closed === true}
    />
  );
}
