import { dayKey } from '../../core/time';
import type { Facilitator, NewGroup, ProgrammeSummary } from '../../core/types';

const week = 7 * 86_400_000;

/** A form that is nearly right: what is left is a look at the date and a press on the button. */
export function firstDraft(programmes: ProgrammeSummary[], facilitators: Facilitator[], now: number): NewGroup {
  const [programme] = programmes;
  const [facilitator, second] = facilitators;
  return {
    key: Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    programmeId: programme?.id ?? '',
    name: programme?.title ?? '',
    theme: programme?.title ?? '',
    kind: 'groepsbegeleiding',
    capacity: 8,
    minAge: 18,
    visibility: 'members',
    firstDate: dayKey(now + 2 * week),
    time: '19:30',
    everyDays: 7,
    facilitators: facilitator ? [facilitator.personId] : [],
    ...(second && { coFacilitator: second.personId }),
  };
}
