// What keeps people safe in a meeting, as the socket tells it, and the way from "Hulp nu" to the facilitators.
import { createStore } from './store';

/** How an alarm stands: sent, or on a facilitator's page. */
export type AlarmStatus = 'raised' | 'shown';

export type CareAlarm = {
  /** Participant id. */
  id: string;
  alias: string;
  at: number;
  status: AlarmStatus;
  /** What was told at check-in; empty when nothing was. */
  place: string;
  contact: string;
  phone: string;
};

/** Own alarm, and for facilitators all that are open. Others never get it. */
export type MeetingCare = { type: 'meeting.care'; meeting: string; alarm: AlarmStatus | ''; alarms: CareAlarm[] };

export type CareWish =
  | { type: 'meeting.alarm'; meeting: string }
  | { type: 'meeting.alarm.close'; meeting: string; who: string }
  | { type: 'meeting.apart'; meeting: string; who: string }
  | { type: 'meeting.apart.end'; meeting: string };

/** What "Hulp nu" can do while this person takes part in a meeting. */
export type Warning = {
  alarm: AlarmStatus | 'apart' | '';
  /** A facilitator is connected now. */
  guide: boolean;
  /** Tells the facilitators; false when that did not work. */
  warn: () => Promise<boolean>;
};

/** There in a meeting only, and not for facilitators. */
export const warning = createStore<Warning | undefined, Warning | undefined>((_, next) => next, undefined);
