import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { t } from '../../../core/i18n';
import { conversationQuery, conversationsQuery, ownReportsQuery } from '../../../core/queries';
import { day } from '../../../core/time';
import type { Conversation } from '../../../core/types';
import { ButtonLink, Heading, Loaded, Page, Text } from '../../../ui';
import ChatPanel from '../ChatPanel';
import './inbox.css';
import { InboxList } from './InboxList';
import { nameOf } from './names';

/** All conversations, and the chosen one beside them; on a phone one of the two. */
export default function InboxPage({ channel }: { channel: string | undefined }) {
  const all = useQuery(conversationsQuery);
  return (
    <Page title={t('inbox.title')} width="full">
      <Loaded of={all}>
        {(list) => (
          <div className={channel ? 'kring-inbox kring-inbox--chosen' : 'kring-inbox'}>
            <div className="kring-inbox__side">
              {list.length === 0 ? <Text muted>{t('inbox.none')}</Text> : <InboxList all={list} chosen={channel} />}
              <OwnReports />
            </div>
            <div className="kring-inbox__main">
              {channel ? <Chosen key={channel} channel={channel} /> : <Text muted>{t('inbox.choose')}</Text>}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What one reported, and the answer: nobody else sees it. */
function OwnReports() {
  const own = useQuery(ownReportsQuery).data?.own ?? [];
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="own-reports">
      <Heading level={2} look={3} id="own-reports">{t('inbox.reports')}</Heading>
      <ul className="kring-list">
        {own.map(({ id, message, reply, decided, dueAt }) => (
          <li key={id} className="kring-list__item">
            <div className="kring-list__text">
              <Text small muted>{message}</Text>
              <Text>{decided ? reply : dueAt ? t('inbox.report.wait', { day: day(dueAt) }) : t('inbox.report.open')}</Text>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chosen({ channel }: { channel: string }) {
  const one = useQuery(conversationQuery(channel));
  return <Loaded of={one}>{(conversation) => <Shown of={conversation} />}</Loaded>;
}

function Shown({ of }: { of: Conversation }) {
  const { channel, kind, groupName, answerTime, member, ended } = of;
  return (
    <>
      <div className="kring-inbox__back"><ButtonLink kind="subtle" small icon={ArrowLeft} href="/berichten">{t('inbox.back')}</ButtonLink></div>
      <div>
        <Heading level={2}>{nameOf(of)}</Heading>
        {kind !== 'group' && <Text small muted>{groupName}</Text>}
      </div>
      <ChatPanel channel={channel} group={of.groupId} of={kind} answerTime={kind === 'back' ? undefined : answerTime} alias={member?.alias} ended={ended} />
    </>
  );
}
