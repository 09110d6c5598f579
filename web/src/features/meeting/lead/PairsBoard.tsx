import { ArrowRightLeft, LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/meeting-words';
import type { PairRoom, Pairs } from '../../../core/script';
import { Button, List, ListItem, Select } from '../../../ui';
import type { RoomProps } from '../stage';
import { together } from '../stage/PairsCard';
import { chosenRoom, divisible, roomChoices } from '../stage/rooms';
import { aliases } from '../stage/stick';
import { TimeRing } from '../stage/TimeRing';
import { number, ToolDialog } from './ToolDialog';

/** All small rooms: who asks for help, a visit to each, and the way back for all. */
export function PairsBoard({ room, pairs, ahead, wish }: RoomProps & { pairs: Pairs }) {
  const [moving, setMoving] = useState(false);
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('meeting.pairs')}>
      <div className="kring-row kring-row--between">
        {pairs.endsAt > 0 && <TimeRing small endsAt={pairs.endsAt} seconds={(room.step?.minutes ?? 10) * 60} ahead={ahead} />}
        <Button kind="primary" small onClick={() => wish({ type: 'meeting.pairs.end' })}>{t('meeting.pairs.end')}</Button>
      </div>
      <List label={t('meeting.pairs')}>
        {pairs.rooms.filter((one) => one.members.length > 0).map((one) => (
          <ListItem key={one.number} action={<Visit one={one} here={pairs.visiting === one.number} wish={wish} />}>
            <span className="kring-stack kring-stack--tight">
              <span>{together(aliases(room, one.members))}</span>
              {one.help && <strong className="kring-help-asked"><LifeBuoy size={18} aria-hidden />{t('meeting.pairs.asks')}</strong>}
            </span>
          </ListItem>
        ))}
      </List>
      <div><Button small icon={ArrowRightLeft} onClick={() => setMoving(true)}>{t('meeting.pairs.move')}</Button></div>
      <Move room={room} pairs={pairs} wish={wish} open={moving} close={() => setMoving(false)} />
    </section>
  );
}

type MoveProps = Pick<RoomProps, 'room' | 'wish'> & { pairs: Pairs; open: boolean; close: () => void };

/** One person to another pair, to the circle, or with somebody who is alone there to a new one. */
function Move({ room, pairs, wish, open, close }: MoveProps) {
  const people = divisible(room);
  function move(given: FormData) {
    wish({ type: 'meeting.pairs.move', ...chosenRoom(pairs, String(given.get('who')), number(given, 'room'), String(given.get('with') ?? '')) });
  }
  const [to, setTo] = useState(0);
  const fresh = pairs.rooms.length + 1;
  return (
    <ToolDialog open={open} close={close} title={t('meeting.pairs.move')} go={t('meeting.pairs.move.go')} onGo={move}>
      <Select label={t('meeting.pairs.move.who')} name="who">
        {people.map(({ id, alias }) => <option key={id} value={id}>{alias}</option>)}
      </Select>
      <Select label={t('meeting.pairs.move.to')} name="room" value={to} onChange={(event) => setTo(Number(event.target.value))}>
        <option value={0}>{t('meeting.pairs.circle')}</option>
        {roomChoices(pairs).map((one) => <option key={one.number} value={one.number}>{together(aliases(room, one.members))}</option>)}
        <option value={fresh}>{t('meeting.pairs.move.new')}</option>
      </Select>
      {to === fresh && (
        <Select label={t('meeting.pairs.move.with')} name="with">
          {people.map(({ id, alias }) => <option key={id} value={id}>{alias}</option>)}
        </Select>
      )}
    </ToolDialog>
  );
}

function Visit({ one, here, wish }: Pick<RoomProps, 'wish'> & { one: PairRoom; here: boolean }) {
  const number = one.number;
  return (
    <Button
      small pressed={here} aria-label={t(here ? 'meeting.pairs.back.who' : 'meeting.pairs.visit.who', { number })}
      onClick={() => wish({ type: 'meeting.pairs.visit', room: here ? 0 : number })}
    >
      {t(here ? 'meeting.pairs.back' : 'meeting.pairs.visit')}
    </Button>
  );
}
