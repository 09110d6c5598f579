import { lazy, Suspense } from 'react';
import MeetingPage from '../features/meeting/MeetingPage';
import { Loading, useSession } from '../ui';

const ChatPanel = lazy(() => import('../features/chat/ChatPanel'));

/** Puts the group's chat beside the meeting: a feature never imports another. */
export default function MeetingRoute({ id }: { id: string }) {
  const groups = useSession()?.groups ?? [];
  const channel = (groupId: string) => groups.find((group) => group.id === groupId)?.channel;
  return (
    <MeetingPage
      id={id}
      chat={(groupId) => (
        <Suspense fallback={<Loading />}><ChatPanel channel={channel(groupId) ?? ''} /></Suspense>
      )}
    />
  );
}
