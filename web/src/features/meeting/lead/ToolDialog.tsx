import type { FormEvent, ReactNode } from 'react';
import { Button, Dialog } from '../../../ui';
import type { RoomProps } from '../stage';

/** What a tool's dialog gets. */
export type ToolProps = RoomProps & { open: boolean; close: () => void };

type ToolDialogProps = { open: boolean; close: () => void; title: string; go: string; onGo: (given: FormData) => void; children: ReactNode };

/** A few choices and one button that does it for everybody. */
export function ToolDialog({ open, close, title, go, onGo, children }: ToolDialogProps) {
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onGo(new FormData(event.currentTarget));
    close();
  }
  return (
    <Dialog open={open} title={title} onClose={close}>
      <form className="kring-stack" onSubmit={send}>
        {children}
        <Button type="submit" kind="primary" wide>{go}</Button>
      </form>
    </Dialog>
  );
}

/** A number as it was typed; nothing is 0. */
export const number = (given: FormData, name: string) => Math.max(0, Math.round(Number(given.get(name) ?? 0)));
