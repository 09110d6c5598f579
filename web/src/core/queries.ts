// What the pages read, each with its cache key, in the shape that react-query takes.
import { api, call, type Answer } from './api';
import type {
  About, AssignmentView, ChatRules, CheckInView, ConsentView, Conversation, DemoMail, DemoPerson, Facilitator, FilmView, GroupMeasures, GroupSummary, GroupView, HomeworkItem, Instrument, InvitationView, MeetingView, Notifications, RecordingItem, RecordingText, RecordingView, Present, ReportedView, SaidInRecording,
  OrganisationChoice, OutcomesView, OutcomeView, OwnReports, PlannedView, PlanView, ProgrammeSummary, ReadBackView, ReportView, Session, SharedPlan, Settings, SlotView, StaffInvitation, Today, Trend, Worker,
} from './types';

type Query<T> = { queryKey: readonly string[]; queryFn: (context: { signal: AbortSignal }) => Promise<T> };

function query<T>(path: string): Query<T> {
  return { queryKey: path.split('/').filter(Boolean), queryFn: ({ signal }) => api.get<T>(path, signal) };
}

/** A document with the ETag that a change of it names. */
function tagged<T>(path: string): Query<Answer<T>> {
  return { queryKey: path.split('/').filter(Boolean), queryFn: ({ signal }) => call<T>('GET', path, { signal }) };
}

/** A list of the server; a missing list is an empty one. */
function list<T>(path: string): Query<T[]> {
  const { queryKey, queryFn } = query<T[] | null>(path);
  return { queryKey, queryFn: async (context) => (await queryFn(context)) ?? [] };
}

export const aboutQuery = { ...query<About>('/about'), staleTime: Infinity };
export const sessionQuery = query<Session>('/session');
export const todayQuery = query<Today>('/today');
export const demoPeopleQuery = list<DemoPerson>('/demo/people');
export const demoMailQuery = list<DemoMail>('/demo/mail');
export const noticesQuery = query<Notifications>('/notices');
export const consentsQuery = list<ConsentView>('/consents');
export const selfHelpQuery = (lang: string) => list<HomeworkItem>(`/self-help?lang=${lang}`);
export const openModuleQuery = (id: string, lang: string) => query<AssignmentView>(`/self-help/${id}?lang=${lang}`);
export const groupQuery = (group: string) => query<GroupView>(`/groups/${group}`);
export const conversationsQuery = list<Conversation>('/channels');
export const conversationQuery = (channel: string) => query<Conversation>(`/channels/${channel}`);
export const chatRulesQuery = (group: string) => query<ChatRules>(`/groups/${group}/chat`);
export const ownReportsQuery = query<OwnReports>('/reports');
export const reportsQuery = (group: string) => list<ReportedView>(`/groups/${group}/reports`);
export const slotsQuery = (group: string) => list<SlotView>(`/groups/${group}/slots`);
export const meetingQuery = (meeting: string) => query<MeetingView>(`/meetings/${meeting}`);
export const checkInQuery = (meeting: string) => query<CheckInView>(`/meetings/${meeting}/check-in`);
export const reportQuery = (meeting: string) => query<ReportView>(`/meetings/${meeting}/report`);
export const readBackQuery = (meeting: string) => query<ReadBackView>(`/meetings/${meeting}/read-back`);
export const attendanceQuery = (meeting: string) => list<Present>(`/meetings/${meeting}/attendance`);
export const recordingsQuery = (group: string) => list<RecordingItem>(`/groups/${group}/recordings`);
export const recordingQuery = (recording: string) => query<RecordingView>(`/recordings/${recording}`);
export const recordingTextQuery = (meeting: string) => query<RecordingText>(`/meetings/${meeting}/recording-text`);
export const ownRecordingsQuery = list<SaidInRecording>('/consents/recordings');
export const invitationsQuery = (group: string) => list<InvitationView>(`/groups/${group}/invitations`);
export const programmesQuery = (org: string) => list<ProgrammeSummary>(`/organisations/${org}/programmes`);
export const orgGroupsQuery = (org: string) => list<GroupSummary>(`/organisations/${org}/groups`);
export const planningQuery = (org: string, from: number, to: number) => list<PlannedView>(`/organisations/${org}/planning?from=${from}&to=${to}`);
export const facilitatorsQuery = (org: string) => list<Facilitator>(`/organisations/${org}/facilitators`);
export const substitutesQuery = (group: string) => list<Facilitator>(`/groups/${group}/substitutes`);
export const ownTrendsQuery = (group: string) => list<Trend>(`/groups/${group}/trends`);
export const groupMeasuresQuery = (group: string) => query<GroupMeasures>(`/groups/${group}/measures`);
export const memberTrendsQuery = (member: string) => list<Trend>(`/members/${member}/trends`);
export const questionnairesQuery = (org: string) => list<Instrument>(`/organisations/${org}/questionnaires`);
export const workersQuery = (org: string) => list<Worker>(`/organisations/${org}/staff`);
export const staffInvitationsQuery = (org: string) => list<StaffInvitation>(`/organisations/${org}/staff-invitations`);
export const parentsQuery = (org: string) => list<OrganisationChoice>(`/organisations/${org}/parents`);
/** With the ETag that a change names. */
export const settingsQuery = (org: string) => tagged<Settings>(`/organisations/${org}/settings`);
export const themeQuery = (org: string) => tagged<{ source: string }>(`/organisations/${org}/theme`);
export const outcomesQuery = (org: string) => query<OutcomesView>(`/organisations/${org}/outcomes`);
export const outcomeQuery = (org: string, period: string) => query<OutcomeView>(`/organisations/${org}/outcomes/${period}`);
export const filmsQuery = (org: string) => list<FilmView>(`/organisations/${org}/films`);
export const meetingFilmsQuery = (meeting: string) => list<FilmView>(`/meetings/${meeting}/films`);
/** One's own safety plan. */
export const planQuery = query<PlanView>('/plan');
export const sharedPlansQuery = (group: string) => list<string>(`/groups/${group}/plans`);
export const memberPlanQuery = (member: string) => query<SharedPlan>(`/members/${member}/plan`);
