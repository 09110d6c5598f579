import { useEffect, useState } from 'react';
import { language, t } from '../../../core/i18n';
import { Alert, Text } from '../../../ui';
import { Body } from './Body';
import type { StepProps } from './kinds';

/** A film or a sound, with the same in words below it: open at once when it cannot be played. */
export function MediaStep({ step, labelId }: StepProps) {
  const [broken, setBroken] = useState(false);
  const captions = useCaptions(step.captions);
  const common = { controls: true, preload: 'metadata', src: step.media, 'aria-labelledby': labelId, onError: () => setBroken(true) } as const;
  return (
    <>
      {broken && <Alert live><Text>{t('homework.media.broken')}</Text></Alert>}
      {step.kind === 'audio' ? (
        // What is heard stands below it in words.
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <audio className="kring-media" hidden={broken} {...common} />
      ) : (
        <video className="kring-media" hidden={broken} playsInline {...common}>
          {captions && <track kind="captions" src={captions} srcLang={language()} label={t('homework.media.captions')} default />}
        </video>
      )}
      {step.transcript && (
        <details className="kring-details" open={broken || undefined}>
          <summary>{t('homework.media.words')}</summary>
          <Body text={step.transcript} />
        </details>
      )}
    </>
  );
}

/** The address of captions that came with the step. */
function useCaptions(text: string | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!text) return;
    const made = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return address;
}
