import { t } from '../../core/meeting-words';
import { Alert, Text } from '../../ui';

/** Refusals that a person can do something about; the others share one sentence. */
const explained = ['meeting.full', 'meeting.locked', 'meeting.not-waiting', 'meeting.screen-taken', 'offline', 'recording.no-ffmpeg', 'recording.disk', 'recording.visibility', 'recording.nobody', 'recording.withdrawn'] as const;

export function Refusal({ code }: { code: string | undefined }) {
  if (!code) return null;
  const known = explained.find((one) => one === code) ?? 'other';
  return <Alert kind="warning" live><Text>{t(`meeting.refused.${known}`)}</Text></Alert>;
}
