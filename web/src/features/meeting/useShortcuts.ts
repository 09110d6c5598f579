import { useEffect, useRef } from 'react';
import { shortcutOf, talks, type Shortcut } from './shortcuts';

type Doings = { on: boolean; does: (shortcut: Shortcut) => void; talk: (on: boolean) => void };

/** The keys of the meeting, as long as it is on the page. `on` is the person's own switch (WCAG 2.1.4). */
export function useShortcuts(doings: Doings) {
  const latest = useRef(doings);
  useEffect(() => {
    latest.current = doings;
  });
  useEffect(() => {
    let talking = false;
    const down = (event: KeyboardEvent) => {
      const { on, does, talk } = latest.current;
      if (!on || event.defaultPrevented) return;
      if (talks(event)) {
        event.preventDefault(); // A page would scroll.
        if (!talking) talk(true);
        talking = true;
        return;
      }
      const shortcut = shortcutOf(event);
      if (shortcut) does(shortcut);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key !== ' ' || !talking) return;
      talking = false;
      latest.current.talk(false);
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, []);
}
