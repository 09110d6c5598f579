import { useEffect, useRef, useState } from 'react';
import { t } from '../core/i18n';
import { Button } from './Button';

/** Long enough to change one's mind. */
const undoTime = 5_000;

/** Does it after a moment in which it can still be taken back. Who leaves the page meanwhile takes it back, or with `sure` has it done at once. */
export function useUndo(act: () => void, sure = false) {
  const [soon, setSoon] = useState(false);
  const latest = useRef(act);
  const waiting = useRef(false);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!soon) return;
    const go = () => {
      if (waiting.current) latest.current();
      waiting.current = false;
      setSoon(false);
    };
    const timer = setTimeout(go, undoTime);
    if (sure) addEventListener('pagehide', go);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', go);
      if (sure) go();
    };
  }, [soon, sure]);
  function set(on: boolean) {
    waiting.current = on;
    setSoon(on);
  }
  return { soon, start: () => set(true), undo: () => set(false) };
}

/** The way back, while there is one. */
export function Undo({ undo }: { undo: () => void }) {
  const button = useRef<HTMLDivElement>(null);
  // The pressed button has just made way for this one: a keyboard must not lose its place.
  useEffect(() => button.current?.querySelector('button')?.focus(), []);
  return <div ref={button}><Button small kind="primary" onClick={undo}>{t('action.undo')}</Button></div>;
}
