import { useMutation } from '@tanstack/react-query';
import { QrCode as Sign } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button, Dialog, Loading, Problem, Text } from '../../../ui';

const QrCode = lazy(() => import('../../../ui/QrCode'));

type RoomCodeProps = { title: string; about: string; label: string; text: string; note?: string };

/** An address as a code to hold a camera before, and in letters for who has none. */
export function RoomCode({ title, about, label, text, note }: RoomCodeProps) {
  return (
    <section className="kring-stack kring-stack--tight" aria-label={title}>
      <Text>{about}</Text>
      <div className="kring-code"><Suspense fallback={<Loading />}><QrCode text={text} label={label} /></Suspense></div>
      <p className="kring-code__address"><code>{text}</code></p>
      {note && <Text small muted>{note}</Text>}
    </section>
  );
}

/** A button that opens a code; `address` makes it when it is asked for. */
export function CodeButton({ title, address, ...code }: Omit<RoomCodeProps, 'text'> & { address: () => Promise<string> }) {
  const made = useMutation({ mutationFn: address });
  return (
    <>
      <Button small icon={Sign} busy={made.isPending} onClick={() => made.mutate()}>{title}</Button>
      {made.error && <Problem error={made.error} />}
      <Dialog open={made.data !== undefined} title={title} onClose={() => made.reset()}>
        {made.data !== undefined && <RoomCode title={title} text={made.data} {...code} />}
      </Dialog>
    </>
  );
}
