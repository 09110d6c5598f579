import { useQuery } from '@tanstack/react-query';
import { meetingQuery } from '../core/queries';
import type { MeetingState } from '../core/wire';
import ChatChoice from '../features/chat/ChatChoice';
import { privately } from '../features/meeting/private';
import { Loaded, useSession } from '../ui';

/** The meeting's chat, and for facilitators their own beside it. `room` is who sits there, to write to alone. */
export default function MeetingChat({ id, room }: { id: string; room?: MeetingState | undefined }) {
  const meeting = useQuery(meetingQuery(id));
  const groups = useSession()?.groups ?? [];
  return (
    <Loaded of={meeting}>
      {({ channel, groupId, privateChat }) => {
        const own = groups.find((group) => group.id === groupId)?.backChannel;
        const people = privately(privateChat, room);
        return <ChatChoice chats={[{ of: 'meeting', channel, group: groupId, people }, ...(own ? [{ of: 'back' as const, channel: own, group: groupId }] : [])]} />;
      }}
    </Loaded>
  );
}
