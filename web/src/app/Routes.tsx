import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ComponentType } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { t } from '../core/i18n';
import { sessionQuery } from '../core/queries';
import { Loading, Page, Problem } from '../ui';
import { NotFoundPage } from './NotFoundPage';

const StartPage = lazy(() => import('../features/account/StartPage'));
const SignInPage = lazy(() => import('../features/account/SignInPage'));
const SignInLinkPage = lazy(() => import('../features/account/SignInLinkPage'));
const InvitationPage = lazy(() => import('../features/account/InvitationPage'));
const IntakePage = lazy(() => import('../features/account/IntakePage'));
const NoticesPage = lazy(() => import('../features/notices/NoticesPage'));
const ConsentsPage = lazy(() => import('../features/account/ConsentsPage'));
const AboutPage = lazy(() => import('../features/account/AboutPage'));
const MailPage = lazy(() => import('../features/account/MailPage'));
const LicencesPage = lazy(() => import('../features/account/LicencesPage'));
const TodayPage = lazy(() => import('../features/today/TodayPage'));
const InboxPage = lazy(() => import('../features/chat/inbox/InboxPage'));
const GroupRoute = lazy(() => import('./GroupRoute'));
const MeetingRoute = lazy(() => import('./MeetingRoute'));
const RoomRoute = lazy(() => import('./RoomRoute'));
const AfterPage = lazy(() => import('../features/debrief/AfterPage'));
const PracticePage = lazy(() => import('../features/talk/PracticePage'));
const SelfTestPage = lazy(() => import('../features/selftest/SelfTestPage'));
const SelfHelpPage = lazy(() => import('../features/homework/SelfHelpPage'));
const OpenModulePage = lazy(() => import('../features/homework/OpenModulePage'));
const KeepRoute = lazy(() => import('./KeepRoute'));
const HomeworkPage = lazy(() => import('../features/homework/HomeworkPage'));
const PlanPage = lazy(() => import('../features/homework/plan/PlanPage'));
const MemberPlanPage = lazy(() => import('../features/homework/plan/MemberPlanPage'));
const RecordingPage = lazy(() => import('../features/recordings/RecordingPage'));
const FeedbackQueuePage = lazy(() => import('../features/facilitator/FeedbackQueuePage'));
const BeforePage = lazy(() => import('../features/facilitator/BeforePage'));
const FeedbackRoute = lazy(() => import('./FeedbackRoute'));
const OrganisationPage = lazy(() => import('../features/organise/OrganisationPage'));
const AgendaPage = lazy(() => import('../features/organise/AgendaPage'));
const NewGroupPage = lazy(() => import('../features/organise/NewGroupPage'));
const QuestionnairesPage = lazy(() => import('../features/organise/questionnaires/QuestionnairesPage'));
const SettingsPage = lazy(() => import('../features/organise/settings/SettingsPage'));
const StaffPage = lazy(() => import('../features/organise/settings/StaffPage'));
const ThemePage = lazy(() => import('../features/organise/settings/ThemePage'));
const JobPage = lazy(() => import('../features/account/JobPage'));
const FilmsPage = lazy(() => import('../features/organise/FilmsPage'));
const OutcomePage = lazy(() => import('../features/outcome/OutcomePage'));
const InvitePage = lazy(() => import('../features/organise/InvitePage'));

type Params = Record<string, string | undefined>;

/** A page for who is signed in; others go to sign-in. Keyed by its path, so that another id is a new page. */
function guarded(Shown: ComponentType<{ params: Params }>) {
  return function Guarded({ params }: { params: Params }) {
    const { data: session, error, refetch } = useQuery(sessionQuery);
    const [path] = useLocation();
    if (!session && error) return <Page title={t('away.title')}><Problem error={error} retry={() => void refetch()} /></Page>;
    if (!session) return <Loading />;
    if (!session.person) return <Redirect to={`/inloggen?naar=${encodeURIComponent(path)}`} replace />;
    return <Shown key={params.id ?? ''} params={params} />;
  };
}

const Today = guarded(TodayPage);
const Inbox = guarded(({ params }) => <InboxPage channel={params.channel} />);
const Group = guarded(({ params }) => <GroupRoute id={params.id ?? ''} tab={params.tab ?? ''} />);
const Invite = guarded(({ params }) => <InvitePage group={params.id ?? ''} />);
const Meeting = guarded(({ params }) => <MeetingRoute id={params.id ?? ''} />);
const After = guarded(({ params }) => <AfterPage id={params.id ?? ''} />);
const Before = guarded(({ params }) => <BeforePage meeting={params.id ?? ''} />);
const Practice = guarded(({ params }) => <PracticePage group={params.id ?? ''} />);
const Homework = guarded(({ params }) => <HomeworkPage assignment={params.id ?? ''} />);
const Plan = guarded(PlanPage);
const MemberPlan = guarded(({ params }) => <MemberPlanPage member={params.id ?? ''} />);
const FeedbackQueue = guarded(FeedbackQueuePage);
const Feedback = guarded(({ params }) => <FeedbackRoute answer={params.id ?? ''} />);
const Organisation = guarded(({ params }) => <OrganisationPage org={params.id ?? ''} />);
const Agenda = guarded(({ params }) => <AgendaPage org={params.id ?? ''} />);
const NewGroup = guarded(({ params }) => <NewGroupPage org={params.id ?? ''} />);
const SettingsOf = guarded(({ params }) => <SettingsPage org={params.id ?? ''} />);
const Staff = guarded(({ params }) => <StaffPage org={params.id ?? ''} />);
const Theme = guarded(({ params }) => <ThemePage org={params.id ?? ''} />);
const Films = guarded(({ params }) => <FilmsPage org={params.id ?? ''} />);
const Questionnaires = guarded(({ params }) => <QuestionnairesPage org={params.id ?? ''} />);
const Outcome = guarded(({ params }) => <OutcomePage org={params.id ?? ''} />);
const Recording = guarded(({ params }) => <RecordingPage id={params.id ?? ''} />);
const Notices = guarded(NoticesPage);
const Consents = guarded(ConsentsPage);

export function Routes() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/" component={StartPage} />
        <Route path="/inloggen" component={SignInPage} />
        <Route path="/in" component={SignInLinkPage} />
        <Route path="/uitnodiging" component={InvitationPage} />
        <Route path="/kennismaken" component={IntakePage} />
        <Route path="/medewerker" component={JobPage} />
        <Route path="/ruimte" component={RoomRoute} />
        <Route path="/zelftest" component={SelfTestPage} />
        <Route path="/zelfhulp" component={SelfHelpPage} />
        <Route path="/zelfhulp/:id">{({ id }) => <OpenModulePage key={id} id={id} />}</Route>
        <Route path="/zelfhulp/:id/bewaren">{({ id }) => <KeepRoute id={id} />}</Route>
        <Route path="/vandaag" component={Today} />
        <Route path="/berichten/:channel?" component={Inbox} />
        <Route path="/groep/:id/uitnodigen" component={Invite} />
        <Route path="/groep/:id/:tab?" component={Group} />
        <Route path="/bijeenkomst/:id" component={Meeting} />
        <Route path="/bijeenkomst/:id/verslag" component={After} />
        <Route path="/bijeenkomst/:id/vooraf" component={Before} />
        <Route path="/oefenen/:id" component={Practice} />
        <Route path="/huiswerk/:id" component={Homework} />
        <Route path="/plan" component={Plan} />
        <Route path="/deelnemer/:id/plan" component={MemberPlan} />
        <Route path="/opname/:id" component={Recording} />
        <Route path="/feedback" component={FeedbackQueue} />
        <Route path="/feedback/:id" component={Feedback} />
        <Route path="/organisatie/:id" component={Organisation} />
        <Route path="/organisatie/:id/agenda" component={Agenda} />
        <Route path="/organisatie/:id/nieuw" component={NewGroup} />
        <Route path="/organisatie/:id/vragenlijsten" component={Questionnaires} />
        <Route path="/organisatie/:id/instellingen" component={SettingsOf} />
        <Route path="/organisatie/:id/medewerkers" component={Staff} />
        <Route path="/organisatie/:id/uiterlijk" component={Theme} />
        <Route path="/organisatie/:id/films" component={Films} />
        <Route path="/organisatie/:id/verslag" component={Outcome} />
        <Route path="/meldingen" component={Notices} />
        <Route path="/toestemmingen" component={Consents} />
        <Route path="/wie" component={AboutPage} />
        <Route path="/mail" component={MailPage} />
        <Route path="/licenties" component={LicencesPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </Suspense>
  );
}
