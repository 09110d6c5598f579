import { t } from '../../core/i18n';
import type { RecordingView } from '../../core/types';

type VoicesProps = { recording: RecordingView; speaking: string[] };

/** Who speaks when: a line for each, as long as the recording, and the names with their colours. */
export function Voices({ recording: { voices, cuts, lengthMs }, speaking }: VoicesProps) {
  const names = [...new Set(voices.map(({ alias }) => alias))];
  const colour = (alias: string) => `kring-voice--${names.indexOf(alias) % 6}`;
  return (
    <div className="kring-player__voices">
      <svg className="kring-player__band" viewBox={`0 0 ${lengthMs} ${names.length || 1}`} style={{ blockSize: `${(names.length || 1) * 0.375}rem` }} preserveAspectRatio="none" aria-hidden="true">
        {voices.map(({ alias, fromMs, toMs }) => <rect key={`${alias} ${fromMs}`} className={colour(alias)} x={fromMs} y={names.indexOf(alias) + 0.1} width={toMs - fromMs} height="0.8" />)}
        {cuts.map(({ from, to }) => <rect key={from} className="kring-voice--cut" x={from} width={to - from} height={names.length || 1} />)}
      </svg>
      {names.length > 0 && (
        <ul className="kring-player__names" role="list" aria-label={t('recordings.voices')}>
          {names.map((alias) => (
            <li key={alias} className={speaking.includes(alias) ? 'kring-player__name kring-player__name--speaks' : 'kring-player__name'}>
              <svg className={colour(alias)} viewBox="0 0 2 2" aria-hidden="true"><circle cx="1" cy="1" r="1" /></svg>{alias}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
