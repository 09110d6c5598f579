import type { ReactNode } from 'react';
import type { MeetingView } from '../../core/types';
import type { MeetingState } from '../../core/wire';
import type { MeetingSession, Wish } from './session';
import type { View } from './view';

/** What other features show inside a meeting; the app puts them in. */
export type Parts = {
  /** The meeting's chat; who sits there can be written to alone. */
  chat: (meeting: string, room: MeetingState) => ReactNode;
  /** The facilitators' report of a meeting. */
  report: (meeting: string) => ReactNode;
  /** A person's own work on some steps of an assignment, with something under each step that holds an answer. */
  work: (work: { assignment: string; steps: string[]; below: (step: string) => ReactNode }) => ReactNode;
};

/** What every stage of the meeting page gets. */
export type StageProps = {
  session: MeetingSession;
  view: View;
  meeting: MeetingView;
  /** Where you are: group and number of the meeting. */
  eyebrow: string;
  /** The chosen loudspeaker; undefined is the browser's own choice. */
  speaker: string | undefined;
  chooseSpeaker: (id: string) => void;
  parts: Parts;
  /** Begins the visit again, at the waiting room. */
  again: () => void;
};

/** What the parts of the room get: its state, how far the server's clock is ahead, and the way to ask for something. */
export type RoomProps = {
  room: MeetingState;
  ahead: number;
  wish: (wish: Wish) => void;
};
