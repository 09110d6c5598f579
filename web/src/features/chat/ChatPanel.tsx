import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Channel } from '../../core/channel';
import type { Recipient } from '../../core/chat';
import type { Connection } from '../../core/connection';
import { t } from '../../core/i18n';
import { live } from '../../core/live';
import { outbox } from '../../core/outbox';
import type { Session } from '../../core/types';
import { Alert, Button, Loading, Text, useSession, useStore } from '../../ui';
import './chat.css';
import { Composer } from './Composer';
import { Finder } from './Finder';
import { MessageLog } from './MessageLog';
import { Barred, useBarred, Watched } from './Watch';

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
export default function ChatPanel({ channel: id, group, of = 'group', answerTime, alias, ended, people = [] }: ChatPanelProps) {
  const session = useSession();
  const person = personOf(session);
  const { leads, member } = partIn(session, group);
  const [finding, setFinding] = useState(false);
  const [target, setTarget] = useState<number>();
  const { rules, barred } = useBarred(group, of);
  const channel = useMemo(() => new Channel(id, live(), outbox(person, id)), [id, person]);
  useEffect(() => {
    channel.open();
    return () => channel.close();
  }, [channel]);
  const chat = useStore(channel.state);
  const connection = useStore(live().connection);
  const offline = lost(connection);
  return (
    <section className="kring-chat" aria-label={t(`chat.title.${of}`)}>
      <About of={of} alias={alias} answerTime={answerTime} />
      {rules && of !== 'back' && <Watched rules={rules} />}
      <div><Button small kind="subtle" icon={Search} pressed={finding} onClick={() => setFinding(!finding)}>{t('chat.find')}</Button></div>
      {finding && <Finder channel={channel} go={setTarget} />}
      {chat.ready ? (
        <MessageLog channel={channel} chat={chat} begin={t(`chat.begin.${of}`)} group={group} target={target} leads={leads} member={member} />
      ) : <Loading />}

      {offline && <Alert kind="warning" live><Text>{t('chat.offline')}</Text></Alert>}
      {barred ? <Barred rules={barred} group={group} /> : !ended && <Composer channel={id} people={people} send={(text, to, fold) => channel.send(text, to, fold)} />}
    </section>
  );
}

/** Who reads along, and when a facilitator answers. */
function About({ of = 'group', alias, answerTime }: Pick<ChatPanelProps, 'of' | 'alias' | 'answerTime'>) {
  return (
    <Text small muted>
      {alias ? t('chat.about.line.of', { alias }) : t(`chat.about.${of}`)}
      {answerTime && of !== 'meeting' && ` ${t('chat.answers', { when: answerTime })}`}
    </Text>
  );
}

function lost({ phase, tries }: Connection): boolean {
  return phase === 'waiting' || (phase === 'connecting' && tries > 0);
}

const personOf = (session: Session | null | undefined) => session?.person?.id ?? '';

function partIn(session: Session | null | undefined, group: string) {
  const role = session?.groups.find((one) => one.id === group)?.role;
  return { leads: role !== undefined && role !== 'member', member: role === 'member' };
}
