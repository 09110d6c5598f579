import type { Recipient } from '../../core/chat';
import type { MeetingView } from '../../core/types';
import { leads, type MeetingState } from '../../core/wire';
import { taking } from './stage/rooms';
import { guides } from './view';

/** Whom this person may write to alone: as the group has it, and only who sits there now. */
export function privately(allowed: MeetingView['privateChat'], room: MeetingState | undefined): Recipient[] {
  if (!room || allowed === 'off') return [];
  const others = taking(room).filter((seat) => seat.id !== room.you.id && (allowed === 'open' || guides(room) || leads(seat.role)));
  return others.map(({ id, alias }) => ({ id, alias }));
}
