import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';

/** A check that passed: a sign beside the words. */
export function Good({ children }: { children: ReactNode }) {
  return <p className="kring-good"><CircleCheck size={22} aria-hidden />{children}</p>;
}
