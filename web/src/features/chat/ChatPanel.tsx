import { useEffect, useMemo } from 'react';
import { Channel } from '../../core/channel';
import { t } from '../../core/i18n';
import { live } from '../../core/live';
import { outbox } from '../../core/outbox';
import { Alert, Loading, Text, useSession, useStore } from '../../ui';
import './chat.css';
import { Composer } from './Composer';
import { MessageLog } from './MessageLog';

type ChatPanelProps = {
  channel: string;
  /** When the facilitators answer, in the group's own words. */
  answerTime?: string;
};

/** The chat of one channel: history, what is new, what is on its way, and the box to write in. */
export default function ChatPanel({ channel: id, answerTime }: ChatPanelProps) {
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
    <section className="kring-chat" aria-label={t('chat.title')}>
      <Text small muted>{answerTime ? t('chat.answerTime', { when: answerTime }) : t('chat.about')}</Text>
      {chat.ready ? <MessageLog channel={channel} chat={chat} /> : <Loading />}
      {offline && <Alert kind="warning" live><Text>{t('chat.offline')}</Text></Alert>}
      <Composer send={(text) => channel.send(text)} />
    </section>
  );
}
