import { useId } from 'react';
import { t } from '../../../core/i18n';
import type { Sheet } from '../../../core/types';
import { Choice } from '../../../ui';

type QuestionProps = {
  question: Sheet['questions'][number];
  definition: Sheet['definition'];
  value: number | undefined;
  onChange: (value: number) => void;
};

/** One question of a questionnaire: its answers under each other, or numbers to tap with words at both ends. */
export function Question({ question, definition: { min, max }, value, onChange }: QuestionProps) {
  const id = useId();
  const numbers = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  return (
    <div className="kring-stack kring-stack--tight">
      <p id={id} className="kring-question__text">{question.text}</p>
      {question.answers ? (
        <div role="radiogroup" className="kring-choices" aria-labelledby={id}>
          {question.answers.map((answer) => (
            <Choice key={answer.value} type="radio" name={id} label={answer.label} checked={value === answer.value} onChange={() => onChange(answer.value)} />
          ))}
        </div>
      ) : (
        <>
          <p id={`${id}-ends`} className="kring-scale__ends">
            <span>{t('homework.scale.end', { number: min, label: question.low ?? '' })}</span>
            <span>{t('homework.scale.end', { number: max, label: question.high ?? '' })}</span>
          </p>
          <div role="radiogroup" className="kring-scale" aria-labelledby={id} aria-describedby={`${id}-ends`}>
            {numbers.map((number) => (
              <label key={number} className="kring-scale__point">
                <input type="radio" name={id} checked={value === number} onChange={() => onChange(number)} />
                <span>{number}</span>
              </label>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
