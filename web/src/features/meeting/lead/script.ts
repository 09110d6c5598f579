import type { ScriptLine, StepNow } from '../../../core/script';
import { minutesAndSeconds } from '../stage/time';

/** The step that comes after the one of now: what was skipped is passed over. Missing after the last. */
export function nextLine(lines: readonly ScriptLine[]): ScriptLine | undefined {
  const at = lines.findIndex((line) => line.state === 'now');
  return lines.slice(at + 1).find((line) => (at < 0 ? line.state === 'todo' : line.state !== 'skipped'));
}

/** How a step goes: "4:05" passed, its share of the plan, and the whole minutes that it is over it. */
export function pace({ startedAt, minutes }: Pick<StepNow, 'startedAt' | 'minutes'>, now: number): { passed: string; share: number; over: number } {
  const ms = Math.max(0, now - startedAt);
  const planned = minutes * 60_000;
  return {
    passed: minutesAndSeconds(Math.floor(ms / 1000) * 1000),
    share: planned > 0 ? Math.min(1, ms / planned) : 1,
    over: Math.max(0, Math.floor((ms - planned) / 60_000)),
  };
}

/** What is planned for what still has to be done, in minutes. */
export function minutesToGo(lines: readonly ScriptLine[]): number {
  return lines.filter((line) => line.state === 'todo').reduce((sum, line) => sum + line.minutes, 0);
}
