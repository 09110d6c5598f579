import { useId, useState } from 'react';
import { t } from '../../core/meeting-words';
import type { MeetingState } from '../../core/wire';
import { Avatar, Button, Heading, List, ListItem, Text, TextBox } from '../../ui';
import type { Wish } from './session';

type WaitingListProps = { room: MeetingState | undefined; wish: (wish: Wish) => void };

/** Facilitators only: who waits, to let in one by one or all. Before the meeting is open it can only be looked at. */
export function WaitingList({ room, wish }: WaitingListProps) {
  const id = useId();
  const count = room?.waiting.length ?? 0;
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby={id}>
      <Heading level={2} look={3} id={id}>{t('meeting.waitingRoom')}</Heading>
      <Text>{count === 0 ? t('meeting.waitingRoom.nobody') : t('meeting.waitingRoom.count', { count })}</Text>
      {room && count > 0 && <Waiting room={room} wish={wish} />}
      {room && count > 0 && <Notice room={room} wish={wish} />}
    </section>
  );
}

function Waiting({ room, wish }: { room: MeetingState; wish: (wish: Wish) => void }) {
  const hindrance = room.phase !== 'open' ? t('meeting.waitingRoom.openFirst') : room.locked && t('meeting.waitingRoom.locked');
  return (
    <>
      {hindrance && <Text muted small>{hindrance}</Text>}
      {!hindrance && (
        <div><Button kind="primary" small onClick={() => wish({ type: 'meeting.admit', who: 'all' })}>{t('meeting.admit.all')}</Button></div>
      )}
      <List label={t('meeting.waitingRoom')}>
        {room.waiting.map(({ id: who, alias }) => (
          <ListItem key={who} action={!hindrance && <Admit alias={alias} admit={() => wish({ type: 'meeting.admit', who })} />}>
            <span className="kring-person"><Avatar id={who} alias={alias} />{alias}</span>
          </ListItem>
        ))}
      </List>
    </>
  );
}

function Admit({ alias, admit }: { alias: string; admit: () => void }) {
  return <Button small aria-label={t('meeting.admit.who', { alias })} onClick={admit}>{t('meeting.admit')}</Button>;
}

/** What was not sent yet, by meeting: the meeting's page takes the place of its lobby while somebody writes. */
const unsent = new Map<string, string>();

/** A word to everybody who waits; they still do not see each other. */
function Notice({ room, wish }: { room: MeetingState; wish: (wish: Wish) => void }) {
  const [text, setText] = useState(unsent.get(room.meeting) ?? '');
  const [begun] = useState(text !== '');
  const write = (words: string) => {
    unsent.set(room.meeting, words);
    setText(words);
  };
  return (
    <details className="kring-fold" open={begun}>
      <summary>{t('meeting.notice.write')}</summary>
      <form
        className="kring-stack kring-stack--tight"
        onSubmit={(event) => {
          event.preventDefault();
          wish({ type: 'meeting.notice', text: text.trim() });
          write('');
        }}
      >
        {room.notice && <Text small muted>{t('meeting.notice.now', { text: room.notice.text })}</Text>}
        <TextBox label={t('meeting.notice.text')} value={text} maxLength={500} required onChange={(event) => write(event.target.value)} />
        <div><Button small type="submit">{t('meeting.notice.go')}</Button></div>
      </form>
    </details>
  );
}
