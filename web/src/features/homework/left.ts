// What was typed without network and left on this device goes to the server as soon as it can, also when its page is
// not opened again. What clashes with another device waits for the person at its own page.
import { rekeep } from '../../core/kept';
import type { AnswerView, AssignmentView, PlanView } from '../../core/types';
import { deviceDrafts, forgetDrafts, left, type Left } from './drafts';
import { currentOf, planWork, putAnswer, putPlan } from './put';
import { onlyFilled } from './values';

export { forgetDrafts };

/** Sends what this person left, in one tab or the service worker at a time; resolves to how many pieces are still here. */
export function sendLeft(person: string): Promise<number> {
  const send = () => sendAll(person);
  return globalThis.navigator?.locks ? navigator.locks.request('kring.left', send) : send();
}

async function sendAll(person: string): Promise<number> {
  let here = 0;
  for (const one of await left(person)) {
    if (!(await sent(one))) here++;
    else await forget(person, one);
  }
  return here;
}

async function sent({ work, draft: { values, place, rev, by } }: Left): Promise<boolean> {
  const put = (from: number) => (work === planWork ? sendPlan : sendAnswer(work))(onlyFilled(values), place, from, by);
  try {
    // An earlier save of the same page, whose reply was lost: what came after it goes on top of it.
    await put(rev).catch((error: unknown) => {
      const current = currentOf(error);
      if (current?.by !== by) throw error;
      return put(current.rev);
    });
    return true;
  } catch {
    return false;
  }
}

/** As the pages do it; what is kept to read without a network is then so too. */
const sendAnswer = (assignment: string) => async (...work: Parameters<typeof putPlan>) => {
  const answer: AnswerView = await putAnswer(assignment)(...work);
  await rekeep<AssignmentView>(`/assignments/${assignment}`, (old) => ({ ...old, answer })).catch(() => undefined);
};

async function sendPlan(...work: Parameters<typeof putPlan>) {
  const plan: PlanView = await putPlan(...work);
  await rekeep<PlanView>('/plan', () => plan).catch(() => undefined);
}

/** Unless its page was opened meanwhile and went on with it. */
async function forget(person: string, { work, draft }: Left) {
  const drafts = deviceDrafts(person, work);
  if ((await drafts.read())?.by === draft.by) await drafts.remove();
}
