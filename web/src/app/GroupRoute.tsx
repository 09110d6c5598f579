import { lazy } from 'react';
import GroupPage from '../features/group/GroupPage';
import { t } from '../core/i18n';
import { Heading, useSession } from '../ui';

const ChatChoice = lazy(() => import('../features/chat/ChatChoice'));
const Reports = lazy(() => import('../features/chat/Reports'));
const Talks = lazy(() => import('../features/talk/Talks'));
const Recordings = lazy(() => import('../features/recordings/Recordings'));
const Measures = lazy(() => import('../features/measures/Measures'));
const GroupHomework = lazy(() => import('../features/homework/GroupHomework'));

/** Puts the features that live on a group's page together: a feature never imports another. */
export default function GroupRoute({ id, tab }: { id: string; tab: string }) {
  const own = useSession()?.groups.find((group) => group.id === id);
  const back = own?.backChannel ? [{ of: 'back' as const, channel: own.backChannel, group: id }] : [];
  const line = own?.line ? [{ of: 'line' as const, channel: own.line, group: id }] : [];
  return (
    <GroupPage
      id={id}
      tab={tab}
      panels={{
        chat: (group) => (
          <>
            <ChatChoice chats={[{ of: 'group', channel: group.channel, group: id, answerTime: group.answerTime, ended: group.status === 'ended' }, ...line.map((one) => ({ ...one, answerTime: group.answerTime })), ...back]} />
            {back.length > 0 && (
              <section className="kring-stack" aria-labelledby="reports">
                <Heading level={2} id="reports">{t('reports.title')}</Heading>
                <Reports group={id} />
              </section>
            )}
          </>
        ),
        gesprekken: (group) => <Talks group={group} />,
        opnames: (group) => <Recordings group={group} />,
        metingen: (group) => <Measures group={group} />,
        huiswerk: (group) => <GroupHomework group={group} />,
      }}
    />
  );
}
