import { Fragment } from 'react';
import { t } from '../../../core/i18n';
import type { PlanView } from '../../../core/types';
import { Heading, Text } from '../../../ui';
import { planParts } from './parts';

/** A plan to read: what stands in it, with the numbers in it to call. */
export function PlanText({ values }: { values: PlanView['values'] }) {
  return planParts.filter((part) => values[part]?.text?.trim()).map((part) => (
    <div key={part} className="kring-stack kring-stack--tight">
      <Heading level={3}>{t(`plan.${part}`)}</Heading>
      <Text prose><Callable text={values[part]?.text ?? ''} /></Text>
    </div>
  ));
}

/** Ten or more digits, or three for 112, 113 and 144, with what people put between them. */
const numbers = /(\+?\d[\d\s()-]{8,}\d|\b1(?:12|13|44)\b)/;

function Callable({ text }: { text: string }) {
  return text.split(numbers).map((piece, i) => (
    <Fragment key={i}>
      {i % 2 === 0 ? piece : <a className="nl-link" href={`tel:${piece.replace(/[^\d+]/g, '')}`}>{piece}</a>}
    </Fragment>
  ));
}
