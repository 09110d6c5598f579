import { Square, Volume2 } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { language, t } from '../../core/i18n';
import { onVoices, readAloud, voiceFor } from '../../core/speech';
import { Button } from '../../ui';

type Props = { text: string; labelId: string; children: (spoken: number | undefined) => ReactNode };

/** A text that can be read aloud with the device's own voice; without one there is no button. `children` marks the sentence. */
export function ReadAloud({ text, labelId, children }: Props) {
  const able = useSyncExternalStore(onVoices, () => voiceFor(language()) !== undefined);
  const [spoken, setSpoken] = useState<number>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  const toggle = () => {
    if (spoken !== undefined) return stop.current?.();
    setSpoken(-1); // until the voice begins
    stop.current = readAloud(text.replace(/\n{2,}/g, '\n\n'), language(), setSpoken);
  };
  return (
    <>
      {children(spoken)}
      {able && (
        <div>
          <Button kind="subtle" small icon={spoken === undefined ? Volume2 : Square} aria-describedby={labelId} onClick={toggle}>
            {t(spoken === undefined ? 'homework.aloud.start' : 'homework.aloud.stop')}
          </Button>
        </div>
      )}
    </>
  );
}
