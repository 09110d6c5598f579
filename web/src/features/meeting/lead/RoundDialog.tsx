import { ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/meeting-words';
import type { Seat } from '../../../core/wire';
import { Avatar, Choice, TextBox } from '../../../ui';
import { taking } from '../stage/rooms';
import { number, ToolDialog, type ToolProps } from './ToolDialog';

/** Sends the word round: in which order, how long each, and whether the others are silent meanwhile. */
export function RoundDialog({ open, close, room, wish }: ToolProps) {
  const [order, setOrder] = useState<string[]>([]);
  const seats = inOrder(taking(room), order);
  function start(given: FormData) {
    wish({ type: 'meeting.stick.start', order, seconds: number(given, 'seconds'), quiet: given.get('quiet') !== null });
  }
  return (
    <ToolDialog open={open} close={close} title={t('meeting.round')} go={t('meeting.tool.round.start')} onGo={start}>
      <TextBox label={t('meeting.add.seconds')} description={t('meeting.round.seconds.about')} name="seconds" type="number" inputMode="numeric" min={0} max={3600} defaultValue={room.step?.seconds ?? 60} />
      <Choice type="checkbox" name="quiet" label={t('meeting.round.quiet.choice')} description={t('meeting.round.quiet.about')} />
      <fieldset>
        <legend className="kring-legend">{t('meeting.round.order')}</legend>
        <ol className="kring-steps">
          {seats.map((seat, i) => (
            <li key={seat.id} className="kring-steps__one">
              <Avatar id={seat.id} alias={seat.alias} />
              <span className="kring-steps__text">{seat.alias}</span>
              {i > 0 && (
                <button type="button" className="kring-tool kring-tool--sign" aria-label={t('meeting.round.earlier', { alias: seat.alias })} onClick={() => setOrder(earlier(seats, i))}>
                  <ArrowUp size={20} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ol>
      </fieldset>
    </ToolDialog>
  );
}

/** As chosen; who came since is last. Nothing chosen is the order of the circle. */
function inOrder(seats: Seat[], order: string[]): Seat[] {
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...seats].sort((a, b) => place(a.id) - place(b.id) || a.seat - b.seat);
}

function earlier(seats: Seat[], at: number): string[] {
  const ids = seats.map((seat) => seat.id);
  const [moved] = ids.splice(at, 1);
  if (moved) ids.splice(at - 1, 0, moved);
  return ids;
}
