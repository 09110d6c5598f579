import type { ReactNode } from 'react';
import { Link as RouterLink } from 'wouter';

type HeadingProps = { level?: 1 | 2 | 3; look?: 1 | 2 | 3; id?: string; children: ReactNode };

/** `look` is the size when it differs from the place in the outline. */
export function Heading({ level = 2, look = level, id, children }: HeadingProps) {
  const Tag = `h${level}` as const;
  return <Tag id={id} className={`nl-heading nl-heading--level-${look}`}>{children}</Tag>;
}

type TextProps = { lead?: boolean; muted?: boolean; small?: boolean; prose?: boolean; id?: string; children: ReactNode };

/** `prose` keeps the line breaks that an author typed. */
export function Text({ lead, muted, small, prose, id, children }: TextProps) {
  const names = [
    'nl-paragraph', lead && 'nl-paragraph--lead', muted && 'kring-muted', small && 'kring-small', prose && 'kring-prose',
  ];
  return <p id={id} className={names.filter(Boolean).join(' ')}>{children}</p>;
}

type LinkProps = { href: string; block?: boolean; label?: string; children: ReactNode };

/** Inside the app by path; anything else is an ordinary link. `block` stands on its own line, 44 px high; `label` is a longer name. */
export function Link({ href, block, label, children }: LinkProps) {
  const name = block ? 'nl-link kring-block-link' : 'nl-link';
  if (href.startsWith('/')) return <RouterLink href={href} className={name} aria-label={label}>{children}</RouterLink>;
  return <a href={href} className={name} rel="noreferrer">{children}</a>;
}

type BadgeProps = { tone?: 'neutral' | 'action' | 'positive' | 'accent'; children: ReactNode };

export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={`nl-data-badge kring-badge--${tone}`}>{children}</span>;
}

/** A count; `label` says of what for who does not see it. */
export function NumberBadge({ count, label }: { count: number; label: string }) {
  return (
    <span className="nl-number-badge">
      <span aria-hidden="true">{count}</span>
      <span className="nl-number-badge__hidden-label">{label}</span>
    </span>
  );
}
