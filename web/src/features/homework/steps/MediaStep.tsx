import { useState } from 'react';
import { language, t } from '../../../core/i18n';
import { Alert, Text } from '../../../ui';
import { Body } from './Body';
import type { StepProps } from './kinds';

/** A film or a sound, with the same in words below it: open at once when it cannot be played. */
export function MediaStep({ step, labelId }: StepProps) {
  const [broken, setBroken] = useState(false);
  const Player = step.kind === 'audio' ? 'audio' : 'video';
  return (
    <>
      {broken && <Alert live><Text>{t('homework.media.broken')}</Text></Alert>}
      <Player
        className="kring-media" hidden={broken} controls playsInline preload="metadata" src={step.media} aria-labelledby={labelId}
        onError={() => setBroken(true)}
      >
        {step.captions && <track ref={(track) => show(track, step.captions ?? '')} kind="captions" srcLang={language()} label={t('homework.media.captions')} default />}
      </Player>
      {step.transcript && (
        <details className="kring-details" open={broken || undefined}>
          <summary>{t('homework.media.words')}</summary>
          <Body text={step.transcript} />
        </details>
      )}
    </>
  );
}

/** Gives a track the captions that came with the step, for as long as it is there. */
function show(track: HTMLTrackElement | null, captions: string) {
  if (!track) return;
  const address = URL.createObjectURL(new Blob([captions], { type: 'text/vtt' }));
  track.src = address;
  return () => URL.revokeObjectURL(address);
}
