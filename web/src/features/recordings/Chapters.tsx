import { t } from '../../core/i18n';
import type { RecordingView } from '../../core/types';
import { Heading } from '../../ui';
import { timeText } from './place';

type Chapter = RecordingView['chapters'][number];

/** The steps of the meeting, to jump to. */
export function Chapters({ chapters, current, go }: { chapters: Chapter[]; current: Chapter | undefined; go: (ms: number) => void }) {
  if (chapters.length === 0) return null;
  return (
    <nav aria-labelledby="chapters">
      <Heading level={2} look={3} id="chapters">{t('recordings.chapters')}</Heading>
      <ol className="kring-player__chapters">
        {chapters.map((one) => (
          <li key={one.atMs}>
            <button type="button" className="kring-player__chapter" aria-current={one === current ? 'true' : undefined} onClick={() => go(one.atMs)}>
              <span className="kring-player__time">{timeText(one.atMs)}</span> {one.title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
