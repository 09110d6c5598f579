import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const icons = { info: Info, ok: CircleCheck, warning: TriangleAlert, error: CircleAlert };

type AlertProps = { kind?: keyof typeof icons; title?: string; live?: boolean; children?: ReactNode };

/** A message beside the page's text. `live` when it appears because of something that happened. */
export function Alert({ kind = 'info', title, live, children }: AlertProps) {
  const Shape = icons[kind];
  const role = live ? (kind === 'error' ? 'alert' : 'status') : undefined;
  return (
    <div className={`utrecht-alert utrecht-alert--${kind}`} role={role}>
      <Shape className="kring-alert__icon" size={24} aria-hidden />
      <div className="utrecht-alert__content">
        <div className="utrecht-alert__message">
          {title && <strong>{title}</strong>}
          {children}
        </div>
      </div>
    </div>
  );
}
