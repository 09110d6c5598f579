import { lazy } from 'react';
import GroupPage from '../features/group/GroupPage';

const ChatPanel = lazy(() => import('../features/chat/ChatPanel'));
const GroupHomework = lazy(() => import('../features/homework/GroupHomework'));

/** Puts the features that live on a group's page together: a feature never imports another. */
export default function GroupRoute({ id, tab }: { id: string; tab: string }) {
  return (
    <GroupPage
      id={id}
      tab={tab}
      panels={{
        chat: (group) => <ChatPanel channel={group.channel} answerTime={group.answerTime} />,
        huiswerk: (group) => <GroupHomework group={group} />,
      }}
    />
  );
}
