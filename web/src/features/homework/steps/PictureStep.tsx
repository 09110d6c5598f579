import { useState } from 'react';
import { t } from '../../../core/i18n';
import { Text } from '../../../ui';
import type { StepProps } from './kinds';

/** A picture that cannot be fetched is told in words. */
export function PictureStep({ step }: StepProps) {
  const [missing, setMissing] = useState(false);
  if (missing) return <Text muted>{t('homework.picture.missing', { alt: step.alt ?? '' })}</Text>;
  return <img className="kring-picture" src={step.media} alt={step.alt} onError={() => setMissing(true)} />;
}
