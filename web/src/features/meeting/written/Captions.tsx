import { useState } from 'react';
import { t } from '../../../core/meeting-words';
import { Button } from '../../../ui';
import { useCaptions } from './useWritten';
import './written.css';

const sizes = ['small', 'large', 'huge'] as const;

/** The captions, when somebody writes them, in the size that a person chooses. */
export function Captions({ meeting, on }: { meeting: string; on: boolean }) {
  const lines = useCaptions(meeting);
  const [size, setSize] = useState<(typeof sizes)[number]>('large');
  if (!on) return null;
  return (
    <section className="kring-captions" aria-label={t('captions.title')}>
      <div className={`kring-captions__lines kring-captions__lines--${size}`} role="log" tabIndex={0} aria-label={t('captions.title')}>
        {lines.length === 0 && <p>{t('captions.none')}</p>}
        {lines.map(({ id, text }) => <p key={id}>{text}</p>)}
      </div>
      <div className="kring-row" role="group" aria-label={t('captions.size')}>
        {sizes.map((one) => <Button key={one} small pressed={one === size} onClick={() => setSize(one)}>{t(`captions.size.${one}`)}</Button>)}
      </div>
    </section>
  );
}
