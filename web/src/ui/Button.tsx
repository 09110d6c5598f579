import type { ButtonHTMLAttributes, ComponentType, ReactNode } from 'react';
import { Link as RouterLink } from 'wouter';

export type Icon = ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;

type Look = {
  kind?: 'primary' | 'secondary' | 'subtle';
  negative?: boolean;
  small?: boolean;
  wide?: boolean;
  icon?: Icon;
};

function classes({ kind = 'secondary', negative, small, wide }: Look, pressed?: boolean, disabled?: boolean) {
  return [
    'nl-button', `nl-button--${kind}`, negative && 'nl-button--negative', pressed && 'nl-button--pressed',
    disabled && 'nl-button--disabled', small && 'kring-button--small', wide && 'kring-button--wide',
  ].filter(Boolean).join(' ');
}

function Content({ icon: IconShape, children }: { icon?: Icon | undefined; children: ReactNode }) {
  return (
    <>
      {IconShape && <span className="nl-button__icon-start"><IconShape size="1.25em" aria-hidden /></span>}
      <span className="nl-button__label">{children}</span>
    </>
  );
}

type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement> & {
  /** A toggle: pressed is its state, read from aria-pressed. */
  pressed?: boolean;
  /** At work: stays focusable, does nothing. */
  busy?: boolean;
};

export function Button({ kind, negative, small, wide, icon, pressed, busy, children, ...rest }: ButtonProps) {
  const look = { kind, negative, small, wide } as Look;
  return (
    <button
      type="button"
      {...rest}
      className={classes(look, pressed, rest.disabled)}
      aria-pressed={pressed}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      <Content icon={icon}>{children}</Content>
    </button>
  );
}

/** A link that looks like a button: for going somewhere, or for a file of the server. */
export function ButtonLink({ href, children, icon, download, ...look }: Look & { href: string; download?: boolean; children: ReactNode }) {
  if (download) return <a href={href} download className={classes(look)}><Content icon={icon}>{children}</Content></a>;
  return (
    <RouterLink href={href} className={classes(look)}>
      <Content icon={icon}>{children}</Content>
    </RouterLink>
  );
}
