// Work on self-help without an account: a draft of nobody, on this device only. Whoever makes an account or signs
// in takes it along once: it becomes their own draft, and is sent as any other work that the server has not yet.
import { deviceDrafts, type Drafts } from './drafts';

export const nobody = '';

/** Makes what was done without an account the person's. */
export const takeAlong = (person: string, assignment: string) => move(deviceDrafts(nobody, assignment), deviceDrafts(person, assignment));

/** Once: it is removed only when the person has it. Work of their own that waits here is not overwritten. */
export async function move(from: Drafts, to: Drafts): Promise<void> {
  const draft = await from.read();
  if (!draft || (await to.read())) return;
  if (await to.write(draft)) await from.remove();
}
