import { call } from './api';

/** The recording of a meeting as one person in it sees it. */
export type RecordingState = {
  id: string;
  /** Empty when it stopped by itself; then `problem` says why. */
  state: 'asking' | 'running' | 'paused' | '';
  /** Participants who have not answered; facilitators only. */
  asked: string[];
  yours: 'yes' | 'no' | '';
  problem?: string;
};

export type RecordingMessage =
  | { type: 'recording.start'; meeting: string }
  | { type: 'recording.stop'; meeting: string }
  | { type: 'recording.answer'; meeting: string; yes: boolean; version: number };

/** Takes the own sound and picture out of a recording, for good. */
export function withdraw(recording: string): Promise<unknown> {
  return call('POST', `/recordings/${recording}/withdraw`, { body: {}, keepalive: true });
}
