import { lazy, Suspense } from 'react';
import MeetingPage from '../features/meeting/MeetingPage';
import { Loading, useSession } from '../ui';

const ChatPanel = lazy(() => import('../features/chat/ChatPanel'));
const JointWork = lazy(() => import('../features/homework/JointWork'));

/** Puts the group's chat and the homework into the meeting: a feature never imports another. */
export default function MeetingRoute({ id }: { id: string }) {
  const groups = useSession()?.groups ?? [];
  const channel = (groupId: string) => groups.find((group) => group.id === groupId)?.channel;
  return (
    <MeetingPage
      id={id}
      parts={{
        chat: (groupId) => <Suspense fallback={<Loading />}><ChatPanel channel={channel(groupId) ?? ''} /></Suspense>,
        work: (work) => <Suspense fallback={<Loading />}><JointWork {...work} /></Suspense>,
      }}
    />
  );
}
