// The HTTP documents of the server, as the browser reads them. Times are Unix milliseconds.
// Written by hand until the server's OpenAPI document generates them.

export type Language = 'nl' | 'en';

/** A text that is not there is "" or missing. */
export type HelpLine = { name: string; phone?: string; url?: string; text: string; primary?: boolean };

export type Organisation = {
  name: string;
  kind: string;
  contact: { email?: string; phone?: string; address?: string; hours?: string };
  complaint: { text: string; url?: string; deadlineDays?: number };
};

export type About = {
  demo: boolean;
  organisation: Organisation;
  helpLines: HelpLine[];
  /** Name of a token file under /themes/ that the organisation chose. */
  theme?: string;
};

export type OrganisationRole = 'coordinator' | 'policy-officer' | 'administrator' | 'facilitator';
export type GroupRole = 'member' | 'facilitator' | 'co-facilitator';

export type SessionGroup = {
  id: string;
  name: string;
  theme: string;
  role: GroupRole;
  memberId?: string;
  alias?: string;
  channel: string;
  ended: boolean;
};

export type Session = {
  /** Missing when nobody is signed in. The name is empty for participants: they have an alias per group. */
  person?: { id: string; name: string; lang: Language; staff: boolean };
  organisations: { id: string; name: string; kind: string; roles: OrganisationRole[] }[];
  groups: SessionGroup[];
};

export type DemoPerson = { role: string; alias: string; url: string };
export type DemoMail = { to: string; subject: string; text: string; at: number };

export type ConsentKind = 'house-rules' | 'group-agreement' | 'reminders' | 'research' | 'aftercare-contact';

export type ConsentText = { kind: ConsentKind; version: number; required: boolean; title: string; body: string };

export type InvitationPreview = {
  organisation: string;
  kind: 'personal' | 'group';
  group: {
    name: string;
    theme: string;
    full: boolean;
    firstMeetingAt: number;
    rhythm: { everyDays: number };
    meetings: number;
    facilitators: string[];
    kind: GroupKind;
    minAge: number;
  };
  /** The invited address with most of it hidden; missing for a group link. */
  email?: string;
  texts: ConsentText[];
};

export type InvitationAccept = {
  token: string;
  alias: string;
  /** Left out when the invitation came by e-mail. */
  email?: string;
  lang: Language;
  ageOk: boolean;
  agreed: { kind: ConsentKind; version: number }[];
  consents: { kind: ConsentKind; version: number; given: boolean }[];
};

export type MeetingKind = 'video' | 'chat' | 'hybrid' | 'in_person';
export type MeetingPhase = 'planned' | 'open' | 'closed';

export type TodayMeeting = {
  id: string;
  groupId: string;
  groupName: string;
  number: number;
  title: string;
  startAt: number;
  durationMin: number;
  kind: MeetingKind;
  phase: MeetingPhase;
  joinable: boolean;
  role: GroupRole;
};

export type HomeworkStatus = 'new' | 'draft' | 'handed-in' | 'feedback';

export type Today = {
  now: number;
  meetings: TodayMeeting[];
  homework: HomeworkItem[];
  messages: { channel: string; groupId: string; groupName: string; unread: number; lastAt: number }[];
  feedback: { answerId: string; alias: string; title: string; handedInAt: number; groupName: string }[];
};

export type GroupKind = 'groepstherapie' | 'groepsbegeleiding';
export type GroupStatus = 'planned' | 'running' | 'ended';
export type Visibility = 'members' | 'facilitators' | 'hidden';

export type ProgrammeSummary = {
  id: string;
  title: string;
  version: number;
  summary: string;
  sessions: { title: string; durationMin: number }[];
  modules: number;
};

export type GroupSummary = {
  id: string;
  name: string;
  theme: string;
  programmeTitle: string;
  status: GroupStatus;
  capacity: number;
  members: number;
  nextMeetingAt?: number;
};

export type NewGroup = {
  /** The same key makes the same group: a request that is sent twice makes one. */
  key: string;
  programmeId: string;
  name: string;
  theme: string;
  kind: GroupKind;
  capacity: number;
  minAge: number;
  visibility: Visibility;
  /** Local day in Europe/Amsterdam, "2026-12-01". */
  firstDate: string;
  /** Local time, "19:30". */
  time: string;
  everyDays: number;
  facilitators: string[];
  coFacilitator?: string;
  answerTime?: string;
};

export type Facilitator = { personId: string; name: string };

export type MeetingView = {
  id: string;
  /** For If-Match when it is moved. */
  rev: number;
  groupId: string;
  groupName: string;
  number: number;
  title: string;
  kind: MeetingKind;
  startAt: number;
  durationMin: number;
  phase: MeetingPhase;
  seats: number;
  joinable: boolean;
};

export type MemberStatus = 'waiting' | 'active' | 'removed' | 'left';
export type MemberView = {
  id: string;
  alias: string;
  role: GroupRole;
  status?: MemberStatus;
  joinedAt?: number;
  own: boolean;
};

export type GroupView = {
  id: string;
  name: string;
  theme: string;
  kind: GroupKind;
  status: GroupStatus;
  visibility: Visibility;
  capacity: number;
  minAge: number;
  organisation: { id: string; name: string };
  programmeTitle: string;
  facilitators: { personId: string; name: string; role: 'facilitator' | 'co-facilitator' }[];
  meetings: MeetingView[];
  members: MemberView[];
  channel: string;
  answerTime: string;
  viewer: { role: GroupRole | 'coordinator'; memberId?: string };
};

/** What came of inviting: a link to share (told only now), or per address whether it was sent. */
export type Invited = { id?: string; url?: string; expiresAt?: number; email?: string; sent: boolean; code?: string };

export type InvitationView = {
  id: string;
  kind: 'personal' | 'group';
  email?: string;
  createdAt: number;
  expiresAt: number;
  revokedAt?: number;
  used: number;
};

export type Message = {
  seq: number;
  author: { id: string; alias: string; role: GroupRole };
  own: boolean;
  text: string;
  /** The text is gone for good. */
  erased?: boolean;
  at: number;
  clientId?: string;
};

export type MessagePage = { messages: Message[]; more: boolean };

/** One module in a participant's own list. */
export type HomeworkItem = {
  assignmentId: string;
  groupId: string;
  groupName: string;
  title: string;
  minutes: number;
  dueAt: number;
  meetingNumber: number;
  status: HomeworkStatus;
  /** Of the last hand-in; 0: never. */
  handedInAt: number;
  hasFeedback: boolean;
  done: number;
  total: number;
};

/** One module in a facilitator's list: how many sent something, never who is still busy. */
export type HomeworkCount = {
  assignmentId: string;
  title: string;
  minutes: number;
  dueAt: number;
  meetingNumber: number;
  handedIn: number;
  /** Handed in and without feedback yet. */
  waiting: number;
};

/** Which field is set depends on the kind of the step. */
export type StepValue = { choice?: string; number?: number; text?: string; done?: boolean };
export type StepValues = Record<string, StepValue>;

export type Step = {
  id: string;
  kind: 'text' | 'exercise' | 'choice' | 'scale' | 'long-text';
  title: string;
  /** Plain paragraphs, separated by blank lines. */
  body?: string;
  required?: boolean;
  options?: { id: string; label: string }[];
  min?: number;
  max?: number;
  minLabel?: string;
  maxLabel?: string;
  maxLength?: number;
};

export type StepFeedback = {
  text: string;
  by: string;
  byName: string;
  at: number;
  /** When the participant saw it; 0: not yet. */
  readAt: number;
};

/** An answer as its owner sees it; `rev` is its ETag. */
export type AnswerView = {
  rev: number;
  status: 'new' | 'draft' | 'handed-in';
  values: StepValues;
  place: string;
  /** Of the last hand-in; 0: never. */
  handedInAt: number;
  feedback: Record<string, StepFeedback>;
};

export type AssignmentView = {
  id: string;
  groupId: string;
  title: string;
  intro: string;
  minutes: number;
  dueAt: number;
  meetingNumber: number;
  steps: Step[];
  answer: AnswerView;
};

export type QueuedAnswer = Today['feedback'][number] & {
  groupId: string;
  /** 0: it has its feedback. */
  waitingSince: number;
  feedbackRead: boolean;
};

/** A facilitator's two lists: what waits, oldest first, and what was answered, newest first. */
export type FeedbackQueue = { waiting: QueuedAnswer[]; answered: QueuedAnswer[] };

/** An answer as facilitators see it: what was sent, and the feedback; `rev` is its ETag. */
export type SentAnswer = {
  id: string;
  rev: number;
  alias: string;
  title: string;
  groupId: string;
  groupName: string;
  handedInAt: number;
  steps: Step[];
  values: StepValues;
  feedback: Record<string, StepFeedback>;
};

export type ConsentView = {
  groupId: string;
  groupName: string;
  kind: ConsentKind;
  version: number;
  title: string;
  body: string;
  given: boolean;
  at?: number;
  required: boolean;
};
