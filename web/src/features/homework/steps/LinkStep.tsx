import { ExternalLink } from 'lucide-react';
import { t } from '../../../core/i18n';
import { Choice, Text } from '../../../ui';
import type { StepProps } from './kinds';

/** An app or site outside Kring: who looked at it, and that one leaves Kring, stand before the link. */
export function LinkStep({ step, value, onChange, labelId, readOnly }: StepProps) {
  const { url = '' } = step;
  const site = url.replace(/^https:\/\/(www\.)?/, '').replace(/\/.*$/, '');
  return (
    <>
      <Text small muted>{step.screened}</Text>
      <Text>{t('homework.link.leaves', { site })}</Text>
      <div>
        <a className="nl-link kring-block-link kring-row" href={url} target="_blank" rel="noreferrer" aria-describedby={labelId}>
          {t('homework.link.go', { site })}
          <ExternalLink size={18} aria-hidden />
        </a>
      </div>
      <Choice
        type="checkbox" label={t('homework.link.seen')} aria-describedby={labelId} checked={value?.done ?? false} disabled={readOnly}
        onChange={(event) => onChange(event.target.checked ? { done: true } : undefined)}
      />
    </>
  );
}
