import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Problem } from './Problem';
import { Text } from './Text';
import { Undo, useUndo } from './Undo';

type FinalProps = {
  title: string;
  /** What is gone afterwards. */
  text: string;
  /** The button that does it. */
  sure: string;
  /** That it is about to happen. */
  soon: string;
  act: () => Promise<unknown>;
  /** What asks for it. */
  children: (ask: () => void) => ReactNode;
};

/** Something for good: explained, asked once more, and then a moment away. Leaving the page does not stop it. */
export function Final({ title, text, sure, soon, act, children }: FinalProps) {
  const [asking, setAsking] = useState(false);
  const deed = useMutation({ mutationFn: act });
  const { soon: waits, start, undo } = useUndo(() => deed.mutate(), true);
  return (
    <>
      {waits || deed.isPending
        ? <div className="kring-row"><span role="status">{soon}</span>{waits && <Undo undo={undo} />}</div>
        : children(() => setAsking(true))}
      {deed.error && <Problem error={deed.error} />}
      <Dialog open={asking} title={title} onClose={() => setAsking(false)}>
        <Text>{text}</Text>
        <div>
          <Button
            negative
            onClick={() => {
              setAsking(false);
              start();
            }}
          >
            {sure}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
