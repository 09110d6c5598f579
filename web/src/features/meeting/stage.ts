import type { ReactNode } from 'react';
import type { MeetingView } from '../../core/types';
import type { MeetingSession } from './session';
import type { View } from './view';

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
  /** The group's chat, put in by the app. */
  chat: ReactNode;
  /** Begins the visit again, at the waiting room. */
  again: () => void;
};
