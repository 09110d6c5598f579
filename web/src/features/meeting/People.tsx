import { Lock, LockOpen, MicOff, UserMinus } from 'lucide-react';
import { useId } from 'react';
import { t } from '../../core/meeting-words';
import type { MeetingState, Seat } from '../../core/wire';
import { Avatar, Button, Heading, List, ListItem, Text, Undo, useUndo } from '../../ui';
import type { Wish } from './session';
import { taking } from './stage/rooms';
import './People.css';

type PeopleProps = { room: MeetingState; wish: (wish: Wish) => void; silent?: boolean };

/** A facilitator's buttons about everybody, and about each person. */
export function People({ room, wish, silent = false }: PeopleProps) {
  const id = useId();
  const others = [...room.seats, ...taking(room).filter(({ seat }) => seat < 0)].filter((seat) => seat.id !== room.you.id);
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby={id}>
      <div className="kring-row kring-row--between">
        <Heading level={2} look={3} id={id}>{t('meeting.guide.people')}</Heading>
        {!silent && <Button small icon={MicOff} onClick={() => wish({ type: 'meeting.mute', who: 'all' })}>{t('meeting.guide.muteAll')}</Button>}
      </div>
      {others.length === 0 && <Text>{t('meeting.guide.nobody')}</Text>}
      {others.length > 0 && (
        <List label={t('meeting.guide.people')}>
          {others.map((seat) => <Person key={seat.id} seat={seat} wish={wish} silent={silent} />)}
        </List>
      )}
    </section>
  );
}

function Person({ seat, wish, silent }: { seat: Seat; wish: (wish: Wish) => void; silent: boolean }) {
  const { id: who, alias } = seat;
  const removal = useUndo(() => wish({ type: 'meeting.remove', who }));
  if (removal.soon) {
    return <ListItem action={<Undo undo={removal.undo} />}><span role="status">{t('meeting.remove.soon', { alias })}</span></ListItem>;
  }
  const actions = (
    <span className="kring-person__actions">
      {!silent && (
        <Button small disabled={!seat.microphone} aria-label={t('meeting.mute.who', { alias })} onClick={() => wish({ type: 'meeting.mute', who })}>
          {t('meeting.mute')}
        </Button>
      )}
      <RemoveButton alias={alias} remove={removal.start} />
    </span>
  );
  return (
    <ListItem action={actions}>
      <span className="kring-person"><Avatar id={who} alias={alias} />{alias}</span>
    </ListItem>
  );
}

/** A sign only, to leave room for the names: its full name is its tooltip, and what follows says itself and can be undone. */
function RemoveButton({ alias, remove }: { alias: string; remove: () => void }) {
  const name = t('meeting.remove.who', { alias });
  return <button type="button" className="kring-remove" aria-label={name} title={name} onClick={remove}><UserMinus size={22} aria-hidden /></button>;
}

/** Lock and close. */
export function Doors({ room, wish }: PeopleProps) {
  const closing = useUndo(() => wish({ type: 'meeting.close' }));
  return (
    <div className="kring-row">
      <Button small icon={room.locked ? Lock : LockOpen} pressed={room.locked} onClick={() => wish({ type: 'meeting.lock', locked: !room.locked })}>
        {t('meeting.guide.lock')}
      </Button>
      {closing.soon ? (
        <><span role="status">{t('meeting.guide.closing')}</span><Undo undo={closing.undo} /></>
      ) : (
        <Button small negative onClick={closing.start}>{t('meeting.guide.close')}</Button>
      )}
    </div>
  );
}
