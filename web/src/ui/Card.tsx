import type { ReactNode } from 'react';

type CardProps = { main?: boolean; labelledBy?: string; children: ReactNode };

/** `main` is the one thing to do on a page. */
export function Card({ main, labelledBy, children }: CardProps) {
  const name = main ? 'kring-card kring-card--main' : 'kring-card';
  if (labelledBy) return <section className={name} aria-labelledby={labelledBy}>{children}</section>;
  return <div className={name}>{children}</div>;
}

export function List({ label, children }: { label?: string; children: ReactNode }) {
  return <ul className="kring-list" aria-label={label}>{children}</ul>;
}

/** A line of a list: words at the start, what you can do at the end. */
export function ListItem({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <li className="kring-list__item">
      <div className="kring-list__text">{children}</div>
      {action}
    </li>
  );
}

/** The first letter of an alias in a colour that stays with the id. */
export function Avatar({ id, alias }: { id: string; alias: string }) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 6007;
  return <span className={`kring-avatar kring-avatar--${sum % 6}`} aria-hidden="true">{[...alias][0]?.toUpperCase()}</span>;
}

/** How far: the words stand beside it. */
export function Progress({ done, total }: { done: number; total: number }) {
  const width = `${total > 0 ? Math.round((100 * done) / total) : 0}%`;
  return <div className="kring-progress" aria-hidden="true"><div className="kring-progress__bar" style={{ width }} /></div>;
}
