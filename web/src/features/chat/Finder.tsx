import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import type { Channel } from '../../core/channel';
import { t } from '../../core/i18n';
import { date, clock, localMoment } from '../../core/time';
import type { Message } from '../../core/types';
import { Button, Problem, Text, TextBox } from '../../ui';

type Found = { messages: Message[] | null; before?: number };

/** Looks for words, and goes to a day. The server looks back a stretch at a time; it keeps no index of what people wrote. */
export function Finder({ channel, go }: { channel: Channel; go: (seq: number) => void }) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Message[]>();
  const [before, setBefore] = useState<number>();
  const [error, setError] = useState<unknown>();
  const id = channel.state.get().channel;
  const look = (from: number, have: Message[]) => {
    setError(undefined);
    api.get<Found>(`/channels/${id}/search?q=${encodeURIComponent(words.trim())}&before=${from}`).then((page) => {
      setFound([...have, ...(page.messages ?? [])]);
      setBefore(page.before);
    }, setError);
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    if (words.trim().length > 1) look(0, []);
  }
  const toDay = (day: string) => {
    if (day) channel.jump({ at: localMoment(day, '00:00') }).then(go, setError);
  };
  return (
    <div className="kring-finder">
      <form className="kring-finder__row" onSubmit={submit} role="search">
        <TextBox label={t('chat.find.words')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
        <Button type="submit">{t('chat.find.look')}</Button>
        <TextBox label={t('chat.find.day')} type="date" onChange={(event) => toDay(event.target.value)} />
      </form>
      {error ? <Problem error={error} /> : null}
      <div role="status">{found && <Text small>{t('chat.find.found', { count: found.length })}</Text>}</div>
      {found && found.length > 0 && (
        <ul className="kring-finder__list">
          {found.map((one) => (
            <li key={one.seq}>
              <button type="button" className="kring-finder__hit" onClick={() => void channel.jump({ around: one.seq }).then(go, setError)}>
                <span className="kring-small kring-muted">{one.own ? t('chat.you') : one.author.alias || t('chat.someone')}, {date(one.at)} {clock(one.at)}</span>
                <span>{one.text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {before !== undefined && found && <div><Button small onClick={() => look(before, found)}>{t('chat.find.more')}</Button></div>}
    </div>
  );
}
