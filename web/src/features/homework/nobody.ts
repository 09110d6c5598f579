// Work on self-help without an account: a draft of nobody, on this device only. Whoever makes an account or signs
// in takes it along once: it becomes their own draft, and is sent as any other work that the server has not yet.
import { localDrafts, type Drafts } from './drafts';

const nobody = '';

export const nobodysDraft = (assignment: string, storage?: Storage): Drafts => localDrafts(nobody, assignment, storage);

/** Makes what was done without an account the person's. Work of their own that waits here is not overwritten. */
export function takeAlong(person: string, assignment: string, storage?: Storage): void {
  const anonymous = nobodysDraft(assignment, storage);
  const own = localDrafts(person, assignment, storage);
  const draft = anonymous.read();
  if (!draft || own.read()) return;
  own.write(draft);
  if (own.read()) anonymous.remove();
}
