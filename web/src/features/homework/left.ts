// What was typed without network and left on this device goes to the server as soon as it can, also when its page is
// not opened again. What clashes with another device waits for the person at its own page.
import { deviceDrafts, forgetDrafts, left, type Left } from './drafts';
import { planWork, putAnswer, putPlan } from './put';
import { onlyFilled } from './values';

export { forgetDrafts };

/** Sends what this person left; resolves to how many pieces are still here. */
export async function sendLeft(person: string): Promise<number> {
  let here = 0;
  for (const one of await left(person)) {
    if (!(await sent(one))) here++;
    else await forget(person, one);
  }
  return here;
}

async function sent({ work, draft: { values, place, rev, by } }: Left): Promise<boolean> {
  const put = work === planWork ? putPlan : putAnswer(work);
  try {
    await put(onlyFilled(values), place, rev, by);
    return true;
  } catch {
    return false;
  }
}

/** Unless its page was opened meanwhile and went on with it. */
async function forget(person: string, { work, draft }: Left) {
  const drafts = deviceDrafts(person, work);
  if ((await drafts.read())?.by === draft.by) await drafts.remove();
}
