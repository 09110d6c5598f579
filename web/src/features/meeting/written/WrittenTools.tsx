import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../../../core/meeting-words';
import { live } from '../../../core/live';
import type { MeetingState } from '../../../core/wire';
import { Select, TextBox } from '../../../ui';
import { guides } from '../view';
import { Captions } from './Captions';
import './written.css';

const longest = 200;
/** The newest text goes at most this often. */
const pause = 250;

/** Reading along instead of listening: captions, typing that others see at once, and who writes the captions. */
export function WrittenTools({ meeting, room }: { meeting: string; room: MeetingState }) {
  const captioner = room.captioner === room.you.id;
  return (
    <>
      <Captions meeting={meeting} on={room.captioner !== undefined && room.captioner !== ''} />
      {captioner && (
        <LiveBox label={t('captions.write')} about={t('captions.write.about')} send={(text, final) => live().send({ type: 'meeting.caption', meeting, text, final })} />
      )}
      <details className="kring-details">
        <summary>{t('written.title')}</summary>
        <div className="kring-stack">
          <LiveBox label={t('written.type')} about={t('written.type.about')} send={(text, final) => live().send({ type: 'meeting.text', meeting, text: final ? '' : text })} keep />
          {guides(room) && <Captioner meeting={meeting} room={room} />}
        </div>
      </details>
    </>
  );
}

/** A facilitator appoints who writes the captions. */
function Captioner({ meeting, room }: { meeting: string; room: MeetingState }) {
  const people = [...room.seats, ...(room.room ?? [])];
  return (
    <Select label={t('captions.who')} value={room.captioner ?? ''} onChange={(event) => live().send({ type: 'meeting.captioner', meeting, who: event.target.value })}>
      <option value="">{t('captions.nobody')}</option>
      {people.map(({ id, alias }) => <option key={id} value={id}>{alias}</option>)}
    </Select>
  );
}

type LiveBoxProps = {
  label: string;
  about: string;
  /** Final: Enter was pressed, and the line is done. */
  send: (text: string, final: boolean) => void;
  /** The line stays in view for the others: only the own box becomes empty. */
  keep?: boolean;
};

/** A line that goes out while it is typed, a few times a second at most. */
function LiveBox({ label, about, send, keep }: LiveBoxProps) {
  const [text, setText] = useState('');
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef('');
  useEffect(() => () => clearTimeout(waiting.current), []);
  function change(next: string) {
    setText(next);
    newest.current = next;
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      send(newest.current, false);
    }, pause);
  }
  function done(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || text.trim() === '') return;
    event.preventDefault();
    clearTimeout(waiting.current);
    waiting.current = undefined;
    if (keep) send(text, false);
    send(text, true);
    setText('');
  }
  return <TextBox label={label} description={about} value={text} maxLength={longest} autoComplete="off" onChange={(event) => change(event.target.value)} onKeyDown={done} />;
}
