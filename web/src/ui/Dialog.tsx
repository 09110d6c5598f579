import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../core/i18n';
import { Button } from './Button';
import { Heading } from './Text';

type DialogProps = { open: boolean; title: string; onClose: () => void; children: ReactNode };

/** The browser's own modal dialog: it holds the focus, closes with Escape and gives the focus back. */
export function Dialog({ open, title, onClose, children }: DialogProps) {
  const shown = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = shown.current;
    if (open && !dialog?.open) dialog?.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={shown} className="kring-dialog" aria-labelledby={id} onClose={onClose}>
      {open && (
        <div className="kring-dialog__body">
          <div className="kring-dialog__head">
            <Heading level={2} id={id}>{title}</Heading>
            <Button kind="subtle" small icon={X} onClick={onClose}>{t('action.close')}</Button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
