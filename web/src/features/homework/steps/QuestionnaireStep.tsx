import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../../../core/i18n';
import { hit } from '../../../core/measure';
import type { Sheet, StepValue } from '../../../core/types';
import { Alert, Button, HelpLines, Progress, Text, useAbout } from '../../../ui';
import { QuestionnaireAnswers } from './QuestionnaireAnswers';
import { Question } from './Question';
import type { StepProps } from './kinds';

type Parts = NonNullable<StepValue['parts']>;

/** One question at a time. It opens where the person left off: at the first question that was neither answered nor passed over. */
export function QuestionnaireStep({ step, value, onChange, readOnly }: StepProps) {
  const { sheet } = step;
  if (!sheet) return <Text muted>{t('questionnaire.noText')}</Text>;
  const parts = value?.parts ?? {};
  if (readOnly) return <QuestionnaireAnswers sheet={sheet} parts={parts} />;
  return <Asking sheet={sheet} parts={parts} onParts={(next) => onChange({ parts: next })} />;
}

function Asking({ sheet, parts, onParts }: { sheet: Sheet; parts: Parts; onParts: (parts: Parts) => void }) {
  const total = sheet.questions.length;
  const [index, setIndex] = useState(() => firstOpen(sheet, parts));
  const top = useRef<HTMLDivElement>(null);
  const number = index + 1;
  const given = parts[number]?.number;
  const question = sheet.questions[index];

  function go(to: number) {
    setIndex(to);
    // The new question is read aloud and stands at the top, also on a small screen.
    requestAnimationFrame(() => top.current?.focus());
  }
  function next() {
    if (given === undefined) onParts({ ...parts, [number]: { at: Date.now() } });
    go(index + 1);
  }

  if (!question) return <div ref={top} tabIndex={-1}><QuestionnaireAnswers sheet={sheet} parts={parts} onChange={go} /></div>;
  return (
    <div ref={top} tabIndex={-1} className="kring-stack kring-question" role="group" aria-label={t('questionnaire.place', { number, total })}>
      {index === 0 && <Before sheet={sheet} />}
      <div className="kring-stack kring-stack--tight">
        <Progress done={index} total={total} />
        <Text small muted>{t('questionnaire.place', { number, total })}</Text>
      </div>
      <Question
        key={number} question={question} definition={sheet.definition} value={given}
        onChange={(chosen) => onParts({ ...parts, [number]: { number: chosen, at: Date.now() } })}
      />
      {hit(sheet.rules, number, given) && <HelpAtOnce />}
      <div className="kring-row">
        {index > 0 && <Button icon={ArrowLeft} onClick={() => go(index - 1)}>{t('questionnaire.back')}</Button>}
        <Button kind={given === undefined ? 'secondary' : 'primary'} icon={ArrowRight} onClick={next}>
          {t(given === undefined ? 'questionnaire.skip' : number === total ? 'questionnaire.finish' : 'questionnaire.next')}
        </Button>
      </div>
    </div>
  );
}

function firstOpen({ questions }: Sheet, parts: Parts): number {
  const open = questions.findIndex((_, i) => !parts[i + 1]);
  return open < 0 ? questions.length : open;
}

/** What a person wants to know before the first question. */
function Before({ sheet }: { sheet: Sheet }) {
  return (
    <>
      {sheet.intro && <Text prose>{sheet.intro}</Text>}
      {sheet.rules && sheet.rules.length > 0 && <Text small muted>{t('questionnaire.ruled')}</Text>}
    </>
  );
}

/** A fixed rule on this answer: whom to call stands here at once, without asking the server. */
function HelpAtOnce() {
  const about = useAbout();
  return (
    <Alert kind="warning" title={t('questionnaire.help.title')} live>
      <Text>{t('questionnaire.help.text')}</Text>
      <HelpLines lines={about.data?.helpLines} />
      <Text small>{t('questionnaire.help.told')}</Text>
    </Alert>
  );
}
