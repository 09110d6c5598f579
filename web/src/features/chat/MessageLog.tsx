import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Channel } from '../../core/channel';
import type { Chat } from '../../core/chat';
import { t } from '../../core/i18n';
import type { Message } from '../../core/types';
import { Button, Problem } from '../../ui';
import { entries, type Entry } from './entries';
import { PendingBubble, StoredBubble } from './Bubbles';
import { MessageMenu } from './MessageMenu';

/** So close to the end counts as reading along. */
const near = 80;

type LogProps = { channel: Channel; chat: Chat; begin: string; group: string; target: number | undefined; leads: boolean; member: boolean };

export function MessageLog({ channel, chat, begin, group, target, leads, member }: LogProps) {
  const { box, atEnd, toEnd } = useFollow(chat, channel);
  const [chosen, setChosen] = useState<Message>();
  useTarget(target, chat);
  const { top, busy, error, load } = useOlder(channel, chat.older, box);
  return (
    <div className="kring-log__frame">
      <div ref={box} className="kring-log" role="log" aria-label={t('chat.log')} aria-live="polite" tabIndex={0}>
        <div ref={top} />
        {chat.older && (
          <div className="kring-log__more">
            <Button kind="subtle" small busy={busy} onClick={load}>{busy ? t('action.loading') : t('chat.older')}</Button>
          </div>
        )}
        {error ? <Problem error={error} retry={load} /> : null}
        {!chat.older && <p className="kring-log__begin">{begin}</p>}
        {entries(chat.messages).map((entry) => <Line key={entry.key} entry={entry} channel={chat.channel} open={setChosen} />)}
        {chat.newer && <div className="kring-log__more"><Button kind="subtle" small onClick={() => void channel.newer()}>{t('chat.newer')}</Button></div>}
        {chat.pending.map((pending) => <PendingBubble key={pending.clientId} pending={pending} channel={channel} />)}
      </div>
      {chosen && <MessageMenu channel={chat.channel} group={group} message={chosen} leads={leads} member={member} onClose={() => setChosen(undefined)} />}
      {(!atEnd || chat.newer) && (
        <div className="kring-log__end">
          <Button small icon={ArrowDown} onClick={chat.newer ? () => channel.toEnd() : toEnd}>{t('chat.toEnd')}</Button>
        </div>
      )}
    </div>
  );
}

/** Brings the message that was gone to into view, and to who listens. */
function useTarget(target: number | undefined, chat: Chat) {
  const there = target !== undefined && chat.messages.some(({ seq }) => seq === target);
  useEffect(() => {
    const at = there ? document.getElementById(`bericht-${target}`) : null;
    at?.scrollIntoView({ block: 'center' });
    at?.focus({ preventScroll: true });
  }, [target, there]);
}

function Line({ entry, channel, open }: { entry: Entry; channel: string; open: (message: Message) => void }) {
  if (entry.kind === 'day') return <p className="kring-log__day"><span>{entry.text}</span></p>;
  return <StoredBubble message={entry.message} first={entry.first} channel={channel} open={open} />;
}

/** Stays at the newest message while the person is there, and keeps the place while older ones arrive above. */
function useFollow(chat: Chat, channel: Channel) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const before = useRef({ firstSeq: -1, height: 0, end: true });
  const firstSeq = chat.messages[0]?.seq ?? -1;
  const lastSeq = chat.messages.at(-1)?.seq ?? -1;
  const waiting = chat.pending.length;
  const { newer } = chat;

  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const { firstSeq: old, height, end } = before.current;
    if (old !== -1 && firstSeq < old && !end) log.scrollTop += log.scrollHeight - height;
    else if (end || waiting > 0) log.scrollTop = log.scrollHeight;
    before.current = { firstSeq, height: log.scrollHeight, end: before.current.end };
  }, [firstSeq, lastSeq, waiting]);

  useEffect(() => {
    if (atEnd && !newer) channel.read();
  }, [atEnd, newer, lastSeq, channel]);

  useEffect(() => {
    const log = box.current;
    const scrolled = () => {
      if (!log) return;
      const end = log.scrollHeight - log.scrollTop - log.clientHeight < near;
      before.current.end = end;
      setAtEnd(end);
    };
    log?.addEventListener('scroll', scrolled, { passive: true });
    return () => log?.removeEventListener('scroll', scrolled);
  }, []);

  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' });
  return { box, atEnd, toEnd };
}

/** Fetches the page before when the top comes into view. The button does the same for the keyboard. */
function useOlder(channel: Channel, more: boolean, box: React.RefObject<HTMLDivElement | null>) {
  const top = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const load = () => {
    setBusy(true);
    setError(undefined);
    channel.older().catch(setError).finally(() => setBusy(false));
  };
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    const [mark, log] = [top.current, box.current];
    if (!mark || !log || !more || typeof IntersectionObserver === 'undefined') return;
    const watch = new IntersectionObserver(([seen]) => {
      // Not before the person scrolls up: a short log shows its top at once.
      if (seen?.isIntersecting && log.scrollHeight > log.clientHeight + near) latest.current();
    }, { root: log, rootMargin: '200px 0px 0px' });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [more, box]);
  return { top, busy, error, load };
}
