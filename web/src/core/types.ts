// The server's HTTP documents by the names that this client uses. The shapes are generated (api-types.ts):
// a change on the server breaks the build here. Times are Unix milliseconds.
import type { components } from './api-types';

type Schemas = components['schemas'];

export type Language = 'nl' | 'en';

export type About = Schemas['About'];
export type HelpLine = Pick<Schemas['HelpLine'], 'name' | 'text'> & Partial<Schemas['HelpLine']>;

/** Who is signed in. The name is empty for participants: they have an alias per group. */
export type Session = Schemas['Session'];
export type GroupRole = Schemas['MyGroup']['role'];
export type DemoPerson = Schemas['DemoPerson'];
export type DemoMail = Schemas['Letter'];

export type InvitationPreview = Omit<Schemas['Page'], 'texts'> & { texts: ConsentText[] };
export type InvitationAccept = Schemas['AcceptInBody'];
export type ConsentKind = Schemas['Answer']['kind'];
export type ConsentText = Schemas['Text'] & { kind: ConsentKind };
export type ConsentView = Schemas['View'];
export type Notifications = Schemas['Notifications'];

export type Today = Schemas['Today'];
export type TodayMeeting = Schemas['MyMeeting'];

export type ProgrammeSummary = Schemas['ProgrammeView'];
export type GroupSummary = Schemas['GroupSummary'];
export type NewGroup = Schemas['NewGroup'];
export type Visibility = NewGroup['visibility'];
export type Facilitator = Schemas['Person'];
export type FacilitatorView = Schemas['FacilitatorView'];

/** What an administrator works with: settings, who works here with which roles, and a token file with what is wrong with it. */
export type Settings = Schemas['Settings'];
export type OrganisationChoice = Schemas['OrganisationChoice'];
export type Worker = Schemas['Worker'];
export type StaffInvitation = Schemas['OpenInvitation'];
export type JobOffer = Schemas['JobOffer'];
export type TokenCheck = Schemas['TokenCheck'];
export type TokenFault = Schemas['TokenFault'];
export type Look = Schemas['Look'];

/** A film of an organisation; with nothing missing it can be played. */
export type FilmView = Schemas['FilmView'];

/** What can be watched back of a meeting, in a list and to watch it. */
export type RecordingItem = Schemas['Listed'];
export type RecordingView = Schemas['Watchable'];
export type SaidInRecording = Schemas['SaidInRecording'];
export type RecordingText = Schemas['Text'];

export type GroupView = Schemas['GroupView'];
export type IntakeView = Schemas['IntakeView'];
export type PollResult = Schemas['PollResult'];
export type MeetingView = Schemas['MeetingView'];
export type SlotView = Schemas['SlotView'];
export type MeetingPhase = MeetingView['phase'];
/** How somebody was at a meeting. */
export type Present = Schemas['Present'];
export type ReportView = Schemas['Report'];
export type ReportLine = Schemas['Line'];
export type ReadBackView = Schemas['ReadBack'];
/** What a person told for one meeting; all empty when she refused. */
export type CheckInView = Schemas['CheckIn'];
/** Whom a facilitator asks how they are, the day after an alarm. */
export type FollowUp = Schemas['FollowUp'];
export type MemberView = Schemas['MemberView'];
/** What came of inviting: a link to share (told only now), or per address whether it was sent. */
export type PlannedView = Schemas['PlannedView'];
export type Batch = Schemas['Batch'];
export type Invited = Schemas['InviteResult'];
export type InvitationView = Schemas['InvitationView'];

/** A message as the socket and the history tell it. */
export type Message = Omit<Schemas['MessageView'], 'author' | 'to'> & { author: Author; to?: Author };
type Author = Pick<MemberView, 'id' | 'alias' | 'role'>;
export type MessagePage = Omit<Schemas['History'], 'messages'> & { messages: Message[] | null };
/** What holds in a group's chat, for one viewer. */
export type ChatRules = Schemas['ChatRules'];
export type OwnReports = Omit<Schemas['OwnReports'], 'own'> & { own: Schemas['OwnReport'][] };
/** A report for who decides about it. */
export type ReportedView = Schemas['Reported'];
/** One of a person's conversations, and what waits in it. */
export type Conversation = Schemas['Conversation'];

/** One module in a participant's own list. */
export type HomeworkItem = Schemas['Item'];
export type HomeworkStatus = HomeworkItem['status'];
/** One module in a facilitator's list: how many sent something, never who is still busy. */
export type HomeworkCount = Schemas['Count'];

export type Step = Schemas['StepView'];
/** Which field is set depends on the kind of the step. */
export type StepValue = Schemas['Value'];
export type StepValues = Record<string, StepValue>;
export type StepFeedback = Schemas['FeedbackView'];
/** What was handed in before, and the feedback it got. */
export type Round = Schemas['RoundView'];
/** A text that a facilitator keeps to use again. */
export type Phrase = Schemas['Phrase'];
/** An answer as its owner sees it; `rev` is its ETag. */
export type AnswerView = Schemas['AnswerView'];
export type AssignmentView = Schemas['AssignmentView'];
/** A file that goes with an answer. */
export type UploadView = Schemas['UploadView'];
/** One's own safety plan; `rev` is its ETag. */
export type PlanView = Schemas['OwnPlan'];
export type SharedPlan = Schemas['SharedPlan'];
/** What lies on the Groepstafel. */
export type TablePiece = Schemas['Laid'];
export type BeforeView = Schemas['Before'];

/** A questionnaire to fill in, with what is needed to score it and apply its rules without a connection. */
export type Sheet = Schemas['Sheet'];
/** A questionnaire as an administrator of an organisation sees it. */
export type Instrument = Schemas['Instrument'];
/** A person's scores on one questionnaire. */
export type Trend = Schemas['Trend'];
export type TrendPoint = Schemas['Point'];
/** A group's scores at one moment, without names. */
export type GroupMeasures = Schemas['GroupMeasures'];
/** What who pays reads of a half year. */
export type OutcomeView = Schemas['OutcomeView'];
export type OutcomesView = Schemas['OutcomesView'];
export type OutcomeRef = Schemas['OutcomeRef'];
export type OutcomeEffect = Schemas['Effect'];
export type OutcomeShare = Schemas['Share'];
/** An answer that a facilitator is told of by a fixed rule. */
export type Notice = Schemas['Notice'];

export type QueuedAnswer = Schemas['QueueItem'];
/** A facilitator's two lists: what waits, oldest first, and what was answered, newest first. */
export type FeedbackQueue = Schemas['Queues'];
/** An answer as facilitators see it: what was sent, and the feedback; `rev` is its ETag. */
export type SentAnswer = Schemas['Review'];
