import { day, dayKey } from '../../core/time';
import type { Message } from '../../core/types';

export type Entry =
  | { kind: 'day'; key: string; text: string }
  /** `first` of a run by the same person: it carries the name. */
  | { kind: 'message'; key: string; message: Message; first: boolean };

/** A later message of the same person within this time belongs to the run. */
const run = 10 * 60_000;

/** The lines of the log: messages in order, with a line where a new day begins. */
export function entries(messages: Message[]): Entry[] {
  const lines: Entry[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const newDay = !before || dayKey(before.at) !== dayKey(message.at);
    if (newDay) lines.push({ kind: 'day', key: `day-${dayKey(message.at)}`, text: day(message.at) });
    const first = newDay || before?.author.id !== message.author.id || before.to?.id !== message.to?.id || message.at - before.at > run;
    lines.push({ kind: 'message', key: `m-${message.seq}`, message, first });
    before = message;
  }
  return lines;
}
