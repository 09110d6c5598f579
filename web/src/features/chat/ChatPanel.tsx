import { useEffect, useMemo } from 'react';
import { Channel } from '../../core/channel';
import type { Recipient } from '../../core/chat';
import { t } from '../../core/i18n';
import { live } from '../../core/live';
import { outbox } from '../../core/outbox';
import { Alert, Loading, Text, useSession, useStore } from '../../ui';
import './chat.css';
import { Composer } from './Composer';
import { MessageLog } from './MessageLog';

export type ChatPanelProps = {
  channel: string;
  group: string;
  /** Who reads along: the group, who may enter a meeting, one member and the facilitators, or only those. */
  of?: 'group' | 'meeting' | 'line' | 'back';
  /** When the facilitators answer, in the group's own words. */
  answerTime?: string | undefined;
  /** Whose line it is, for a facilitator. */
  alias?: string | undefined;
  /** The group has ended: it is read, not written. */
  ended?: boolean | undefined;
  /** Whom one may write to alone here. */
  people?: Recipient[];
};

/** The chat of one channel: history, what is new, what is on its way, and the box to write in. */
export default function ChatPanel({ channel: id, of = 'group', answerTime, alias, ended, people = [] }: ChatPanelProps) {
  const person = useSession()?.person?.id ?? '';
  const channel = useMemo(() => new Channel(id, live(), outbox(person, id)), [id, person]);
  useEffect(() => {
    channel.open();
    return () => channel.close();
  }, [channel]);
  const chat = useStore(channel.state);
  const connection = useStore(live().connection);
  const offline = connection.phase === 'waiting' || (connection.phase === 'connecting' && connection.tries > 0);
  return (
    <section className="kring-chat" aria-label={t(`chat.title.${of}`)}>
      <Text small muted>
        {alias ? t('chat.about.line.of', { alias }) : t(`chat.about.${of}`)}
        {answerTime && of !== 'meeting' && ` ${t('chat.answers', { when: answerTime })}`}
      </Text>
      {chat.ready ? <MessageLog channel={channel} chat={chat} begin={t(`chat.begin.${of}`)} /> : <Loading />}
      {offline && <Alert kind="warning" live><Text>{t('chat.offline')}</Text></Alert>}
      {!ended && <Composer people={people} send={(text, to) => channel.send(text, to)} />}
    </section>
  );
}
