import type { Stick } from '../../../core/script';
import type { MeetingState } from '../../../core/wire';
import { taking } from './rooms';

/** Who comes after the holder, in order. */
export function next(stick: Stick): string[] {
  const had = new Set([...stick.done, stick.holder]);
  return stick.order.filter((id) => !had.has(id));
}

/** The alias of somebody who takes part; empty when she left. */
export function aliasOf(room: MeetingState, id: string | undefined): string {
  return taking(room).find((seat) => seat.id === id)?.alias ?? '';
}

export function aliases(room: MeetingState, ids: readonly string[]): string[] {
  return ids.map((id) => aliasOf(room, id)).filter((alias) => alias !== '');
}
