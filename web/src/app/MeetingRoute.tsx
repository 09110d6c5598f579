import { lazy, Suspense } from 'react';
import MeetingPage from '../features/meeting/MeetingPage';
import { Loading } from '../ui';

const MeetingChat = lazy(() => import('./MeetingChat'));
const Report = lazy(async () => ({ default: (await import('../features/debrief/ReportForm')).ReportForm }));
const JointWork = lazy(() => import('../features/homework/JointWork'));

/** Puts the chat and the homework into the meeting: a feature never imports another. */
export default function MeetingRoute({ id, device }: { id: string; device?: boolean }) {
  return (
    <MeetingPage
      id={id} device={device}
      parts={{
        chat: (meeting, room) => <Suspense fallback={<Loading />}><MeetingChat id={meeting} room={room} /></Suspense>,
        report: (meeting) => <Suspense fallback={<Loading />}><Report meeting={meeting} /></Suspense>,
        work: (work) => <Suspense fallback={<Loading />}><JointWork {...work} /></Suspense>,
      }}
    />
  );
}
