import { t } from '../../../core/i18n';
import { score } from '../../../core/measure';
import type { Sheet, StepValue } from '../../../core/types';
import { Button, List, ListItem, Text } from '../../../ui';

type Props = { sheet: Sheet; parts: NonNullable<StepValue['parts']>; onChange?: (index: number) => void };

/** What was answered, question by question, and what it comes to; with `onChange` each can be changed. */
export function QuestionnaireAnswers({ sheet, parts, onChange }: Props) {
  return (
    <div className="kring-stack">
      {onChange && <Text>{t('questionnaire.done')}</Text>}
      <Text><strong>{total(sheet, parts)}</strong></Text>
      <List label={t('questionnaire.answers')}>
        {sheet.questions.map((question, i) => (
          <ListItem
            key={question.text}
            action={onChange && <Button small aria-label={t('questionnaire.change.which', { number: i + 1 })} onClick={() => onChange(i)}>{t('questionnaire.change')}</Button>}
          >
            <span className="kring-muted kring-small">{question.text}</span>
            <br />
            {words(question, parts[i + 1]?.number, sheet.definition.max)}
          </ListItem>
        ))}
      </List>
      {sheet.copyright && <Text small muted>{sheet.copyright}</Text>}
    </div>
  );
}

/** Scored here, by the rules of the server: it is there without a connection. */
function total({ questions, definition, reversed = [], confirmed = false }: Sheet, parts: Props['parts']): string {
  const values = questions.map((_, i) => parts[i + 1]?.number ?? null).slice(0, definition.items);
  const result = score(definition, { values, reversed, confirmed });
  if (result.score === null) return t('questionnaire.noScore', { missing: result.missing });
  return t(definition.method === 'mean' ? 'questionnaire.mean' : 'questionnaire.score', { score: result.score });
}

function words(question: Sheet['questions'][number], value: number | undefined, max: number): string {
  if (value === undefined) return t('questionnaire.skipped');
  return question.answers?.find((answer) => answer.value === value)?.label ?? t('homework.scale.value', { number: value, max });
}
