import { BookOpenText } from 'lucide-react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import { Text } from '../../../ui';
import type { RoomProps } from '../stage';
import { Paragraphs } from '../stage/StepCard';

/** For who leads: what to keep in mind in this step, and what the others have before them. */
export function ScriptWords({ room: { step, script, debrief } }: RoomProps) {
  const line = script?.find((one) => one.state === 'now');
  const guide = words(line?.guide);
  const body = words(step?.body);
  if (debrief || !(guide || body)) return null;
  return (
    <section className="kring-words" aria-label={t('meeting.script.words')}>
      {guide && (
        <div className="kring-words__guide">
          <BookOpenText size={20} aria-hidden />
          <Text small prose>{guide}</Text>
        </div>
      )}
      {body && (
        <details className="kring-fold">
          <summary>{t('meeting.script.shown')}</summary>
          <Paragraphs text={body} />
        </details>
      )}
    </section>
  );
}
