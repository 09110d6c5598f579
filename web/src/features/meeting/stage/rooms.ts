import type { PairRoom, Pairs } from '../../../core/script';
import type { MeetingState, Seat } from '../../../core/wire';

export type Division = 'twos' | 'threes' | 'number' | 'chosen';

/** The room that this person is in now, as a member or as a visitor. */
export function ownRoom(pairs: Pairs | null | undefined): PairRoom | undefined {
  const number = pairs && (pairs.visiting || pairs.yours);
  return number ? pairs.rooms.find((room) => room.number === number) : undefined;
}

/** The two who are apart, when this person is one of them. */
export function apartWith({ apart, you }: MeetingState): [string, string] | undefined {
  for (let i = 0; apart && i + 1 < apart.length; i += 2) {
    const [lead = '', member = ''] = apart.slice(i, i + 2);
    if (lead === you.id || member === you.id) return [lead, member];
  }
  return undefined;
}

/**
 * Who is in the same room as this person. In a pair: the others of it, and a facilitator who visits. In the big circle:
 * who is in no room, as far as this person may know: participants are told of their own room only.
 */
export function together(room: MeetingState): Seat[] {
  const { pairs, seats, you } = room;
  const two = apartWith(room);
  if (two) return seats.filter((seat) => two.includes(seat.id));
  if (!pairs) return seats;
  const own = ownRoom(pairs);
  if (own) return seats.filter((seat) => seat.id === you.id || own.members.includes(seat.id) || own.visitors?.includes(seat.id));
  const away = new Set(pairs.rooms.flatMap((one) => [...one.members, ...(one.visitors ?? [])]));
  return seats.filter((seat) => seat.id === you.id || (!away.has(seat.id) && (you.role !== 'member' || seat.role !== 'member')));
}

/** Everybody who takes part: who has a seat, and who is in the room with others; not the device there. */
export function taking({ seats, room = [] }: MeetingState): Seat[] {
  const there = room.map((one) => ({ ...one, seat: -1, microphone: false, camera: false }));
  return [...seats.filter((seat) => seat.role !== 'room'), ...there];
}

/** Who can be put in rooms: everybody but the facilitators. */
export function divisible(room: MeetingState): Seat[] {
  return taking(room).filter((seat) => seat.role === 'member');
}

/** Counting off round the circle, "one, two, three, one, two, …": neighbours come apart. */
export function countedOff(ids: readonly string[], rooms: number): string[][] {
  const made: string[][] = Array.from({ length: Math.max(1, rooms) }, () => []);
  ids.forEach((id, i) => made[i % made.length]?.push(id));
  return made.filter((members) => members.length > 0);
}

/** From "who is in which room" (1 is the first) to the rooms; 0 stays in the big circle. */
export function chosenRooms(choice: Readonly<Record<string, number>>): string[][] {
  const made: string[][] = [];
  for (const [id, number] of Object.entries(choice)) {
    if (number > 0) (made[number - 1] ??= []).push(id);
  }
  return made.filter((members) => members && members.length > 0);
}

/** The rooms that somebody can be moved to: those that hold people. */
export function roomChoices({ rooms }: Pairs): PairRoom[] {
  return rooms.filter(({ members }) => members.length > 0);
}

/** Who goes where: a new room is for two, who may be the same person by mistake; the server then says that nobody may be alone. */
export function chosenRoom({ rooms }: Pairs, who: string, room: number, mate: string): { who: string[]; room: number } {
  const ids = room > rooms.length && mate && mate !== who ? [who, mate] : [who];
  return { who: ids, room };
}

/** How many rooms there can be at most when nobody is alone. */
export function roomsFor(people: number): number {
  return Math.max(1, Math.floor(people / 2));
}
