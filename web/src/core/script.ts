// What the script shows during a meeting, as the socket tells it inside `meeting.state`. Times are Unix milliseconds of
// the server's clock. Everything is absent or null when it is not there.
import type { Language } from './types';

/** The organisation's own text, in both languages. */
export type Bilingual = Record<Language, string>;

export type StepKind = 'welcome' | 'talk' | 'round' | 'film' | 'module' | 'pairs' | 'poll' | 'break' | 'check-out';

/** Where the meeting is. */
export type StepNow = {
  id: string;
  kind: StepKind;
  title: Bilingual;
  body?: Bilingual;
  /** Planned length. */
  minutes: number;
  startedAt: number;
  /** 1 is the first of `of`. */
  number: number;
  of: number;
  /** round, check-out: planned time for each person. */
  seconds?: number;
  /** pairs: how many together. */
  size?: number;
  /** module: the group's own assignment and which of its steps. */
  assignment?: string;
  steps?: string[];
  film?: string;
};

/** One line of the script; facilitators only. */
export type ScriptLine = {
  id: string;
  kind: StepKind;
  title: Bilingual;
  minutes: number;
  state: 'todo' | 'now' | 'done' | 'skipped';
  startedAt?: number;
  tookMs?: number;
  guide?: Bilingual;
};

/** The word that goes round. */
export type Stick = {
  /** Empty when everybody has had it. */
  holder: string;
  order: string[];
  done: string[];
  /** Time for each person; 0 is as long as it takes. */
  seconds: number;
  since: number;
  /** The others are muted at the server. */
  quiet: boolean;
};

export type Timer = { seconds: number; endsAt: number };

export type PollDraft = { id: string; question: Bilingual; options: { id: string; label: Bilingual }[]; several: boolean };

export type Poll = PollDraft & {
  open: boolean;
  shown: boolean;
  mine?: string[] | null;
  answered: number;
  /** Per option; only when shown, or for facilitators. */
  counts?: number[] | null;
};

/** Position in seconds = at + (playing ? server's now - since : 0). */
export type Film = { id: string; title?: Bilingual | null; playing: boolean; at: number; since: number };

/** `visitors` are the facilitators who are there now. */
export type PairRoom = { number: number; members: string[]; help: boolean; visitors?: string[] | null };

export type Pairs = {
  task: string;
  /** 0 is without a time limit. */
  endsAt: number;
  /** Facilitators see all rooms, others their own. */
  rooms: PairRoom[];
  /** Number of the own room; 0 is the big circle. */
  yours: number;
  /** Which room a facilitator visits; 0 is none. */
  visiting: number;
};

export type Said = { text: string; at: number };

/** A module step that everybody answers on their own screen. */
export type Joint = {
  assignment: string;
  steps: string[];
  /** How many people answered. */
  answered: number;
  /** The nameless summary is shown to everybody. */
  shown: boolean;
  /** What people chose to share; without id and alias where this person may not know whose it is. */
  shared?: { id: string; alias: string; step: string; text: string }[] | null;
};

export type ScriptState = {
  step?: StepNow | null;
  script?: ScriptLine[] | null;
  stick?: Stick | null;
  timer?: Timer | null;
  poll?: Poll | null;
  polls?: PollDraft[] | null;
  film?: Film | null;
  pairs?: Pairs | null;
  /** Who are apart from everybody, a facilitator and a participant: one's own two; for facilitators all, two by two. */
  apart?: string[] | null;
  say?: Said | null;
  /** To who waits. */
  notice?: Said | null;
  /** No facilitator is there any more; the meeting closes then. */
  closing?: { at: number } | null;
  paused?: boolean;
  joint?: Joint | null;
  /** Id of the piece of the Groepstafel that all look at; what it says is read apart. */
  table?: string;
  screen?: string;
  debrief?: boolean;
};

export type ReactionKind = 'heart' | 'clap' | 'thumb' | 'same';

/** What a meeting's messages about the script carry beside `meeting`. The first group is for facilitators. */
export type ScriptMessage =
  | { type: 'meeting.next'; from: string }
  | { type: 'meeting.goto'; step: string }
  | { type: 'meeting.skip'; step: string; skipped: boolean }
  | { type: 'meeting.insert'; after: string; kind: StepKind; title: string; body: string; minutes: number; seconds: number }
  | { type: 'meeting.stick.start'; order: string[]; seconds: number; quiet: boolean }
  | { type: 'meeting.stick.skip' }
  | { type: 'meeting.stick.stop' }
  | { type: 'meeting.timer'; seconds: number }
  | { type: 'meeting.poll.draft'; id: string; question: string; options: string[]; several: boolean }
  | { type: 'meeting.poll.start'; id: string }
  | { type: 'meeting.poll.close' }
  | { type: 'meeting.poll.show'; shown: boolean }
  | { type: 'meeting.film'; film: string; playing: boolean; at: number }
  /** A piece of the Groepstafel; "" takes it off the screens. */
  | { type: 'meeting.table'; piece: string }
  | { type: 'meeting.pairs.start'; size: number; rooms: string[][]; task: string; seconds: number }
  /** Room 0 is the big circle, one more than there are makes a new room. */
  | { type: 'meeting.pairs.move'; who: string[]; room: number }
  | { type: 'meeting.pairs.visit'; room: number }
  | { type: 'meeting.pairs.end' }
  | { type: 'meeting.say'; text: string }
  | { type: 'meeting.notice'; text: string }
  | { type: 'meeting.pause'; paused: boolean }
  | { type: 'meeting.joint.show'; shown: boolean }
  | { type: 'meeting.debrief' }
  // Everybody who has a seat.
  | { type: 'meeting.stick.pass' }
  | { type: 'meeting.poll.vote'; options: string[] }
  | { type: 'meeting.pairs.help'; help: boolean }
  | { type: 'meeting.react'; kind: ReactionKind }
  | { type: 'meeting.joint.share'; step: string; shared: boolean };
