import { useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { Seat } from '../../../core/wire';
import { Choice, Choices, Select, TextArea, TextBox } from '../../../ui';
import { chosenRooms, countedOff, divisible, roomsFor, type Division } from '../stage/rooms';
import { number, ToolDialog, type ToolProps } from './ToolDialog';

const ways: Division[] = ['twos', 'threes', 'number', 'chosen'];

/** Who goes with whom, what they do and how long. */
export function PairsDialog({ open, close, room, wish }: ToolProps) {
  const { step } = room;
  const [way, setWay] = useState<Division>(step?.size === 3 ? 'threes' : 'twos');
  const people = divisible(room);
  const fits = step?.kind === 'pairs';
  function start(given: FormData) {
    const ids = people.filter((seat) => seat.connected).map((seat) => seat.id);
    const chosen = Object.fromEntries(people.map((seat) => [seat.id, number(given, `room-${seat.id}`)]));
    const rooms = { twos: [], threes: [], number: countedOff(ids, number(given, 'count')), chosen: chosenRooms(chosen) }[way];
    wish({
      type: 'meeting.pairs.start', size: way === 'threes' ? 3 : 2, rooms, task: String(given.get('task')).trim(),
      seconds: 60 * number(given, 'minutes'),
    });
  }
  return (
    <ToolDialog open={open} close={close} title={t('meeting.tool.pairs')} go={t('meeting.tool.pairs.start')} onGo={start}>
      <Choices legend={t('meeting.pairs.way')}>
        {ways.map((one) => <Choice key={one} type="radio" name="way" checked={way === one} label={t(`meeting.pairs.way.${one}`)} onChange={() => setWay(one)} />)}
      </Choices>
      {way === 'number' && (
        <TextBox label={t('meeting.pairs.count')} name="count" type="number" inputMode="numeric" min={1} max={roomsFor(people.length)} defaultValue={roomsFor(people.length)} required />
      )}
      {way === 'chosen' && <Chosen people={people} />}
      <TextArea label={t('meeting.pairs.task')} name="task" rows={3} maxLength={2000} defaultValue={fits ? words(step.body) : ''} />
      <TextBox label={t('meeting.add.minutes')} description={t('meeting.pairs.minutes.about')} name="minutes" type="number" inputMode="numeric" min={0} max={60} defaultValue={fits ? step.minutes : 10} />
    </ToolDialog>
  );
}

function Chosen({ people }: { people: Seat[] }) {
  const rooms = Array.from({ length: roomsFor(people.length) }, (_, i) => i + 1);
  return people.map((seat, i) => (
    <Select key={seat.id} label={seat.alias} name={`room-${seat.id}`} defaultValue={Math.min(rooms.length, 1 + Math.floor(i / 2))}>
      <option value={0}>{t('meeting.pairs.circle')}</option>
      {rooms.map((room) => <option key={room} value={room}>{t('meeting.pairs.room', { number: room })}</option>)}
    </Select>
  ));
}
