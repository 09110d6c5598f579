/**
 * Why there is no microphone or camera, in the words the pages explain:
 * `blocked` the person or the browser said no · `missing` there is none · `busy` another program holds it ·
 * `unsupported` this browser (or a page without https) has no media at all · `failed` anything else.
 */
export type DeviceProblem = 'blocked' | 'missing' | 'busy' | 'unsupported' | 'failed';

/** Names from the Media Capture standard, and the older ones that Safari and Firefox still use. */
const PROBLEMS: Record<string, DeviceProblem> = {
  NotAllowedError: 'blocked',
  PermissionDeniedError: 'blocked',
  SecurityError: 'blocked',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
};

/** The problem behind an error of getUserMedia. */
export function deviceProblem(error: unknown): DeviceProblem {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return PROBLEMS[name] ?? 'failed';
}
