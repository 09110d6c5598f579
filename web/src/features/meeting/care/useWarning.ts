import { useEffect } from 'react';
import { warning } from '../../../core/care';
import { leads } from '../../../core/wire';
import type { MeetingSession } from '../session';
import { apartWith } from '../stage/rooms';
import type { View } from '../view';

/** While a participant is in a meeting or its waiting room, "Hulp nu" can tell the facilitators. */
export function useWarning(session: MeetingSession, { room, ending, care }: View) {
  const within = room?.you.role === 'member' && !ending;
  const alarm = room && apartWith(room) ? 'apart' : care?.alarm ?? '';
  // One who waits sees nobody: she is not told that there is no facilitator.
  const guide = room?.you.status !== 'seated' || room.seats.some((seat) => leads(seat.role) && seat.connected);
  useEffect(() => {
    if (!within) return;
    warning.dispatch({ alarm, guide, warn: () => session.wish({ type: 'meeting.alarm' }) });
    return () => warning.dispatch(undefined);
  }, [session, within, alarm, guide]);
}
