import { useEffect, useRef, type ReactNode } from 'react';
import { Rings } from './Rings';

type PageProps = {
  title: string;
  /** A short line above the title: where you are. */
  eyebrow?: ReactNode;
  width?: 'text' | 'wide' | 'full';
  children: ReactNode;
};

let shownBefore = false;

/** One page: names the window, and after the first one takes the focus to its title, for who listens to the screen. */
export function Page({ title, eyebrow, width = 'text', children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Kring`;
  }, [title]);
  useEffect(() => {
    if (shownBefore) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    shownBefore = true;
  }, []);
  return (
    <>
      {width !== 'full' && <Rings />}
      <div className={`kring-page kring-page--${width}`}>
        <div className="kring-page__head">
          {eyebrow && <p className="kring-page__eyebrow">{eyebrow}</p>}
          <h1 ref={heading} tabIndex={-1} className="nl-heading nl-heading--level-1">{title}</h1>
        </div>
        {children}
      </div>
    </>
  );
}
