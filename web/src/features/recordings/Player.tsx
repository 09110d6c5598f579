import { Play } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../../core/i18n';
import type { RecordingView } from '../../core/types';
import { Alert, Button, Text } from '../../ui';
import { Chapters } from './Chapters';
import { Controls } from './Controls';
import { usePlace, useSource } from './film';
import { at, startAt, timeText } from './place';
import { Voices } from './Voices';

type PlayerProps = { recording: RecordingView; onPlace: (ms: number) => void };

/** Sound and picture with its own buttons, keys and chapters, and who speaks. It goes on where the person stopped, on any device. */
export function Player({ recording, onPlace }: PlayerProps) {
  const { lengthMs, chapters, voices } = recording;
  const [begin] = useState(() => startAt(recording.atMs, lengthMs));
  const frame = useRef<HTMLDivElement>(null);
  const film = useRef<HTMLVideoElement>(null);
  const [now, setNow] = useState(begin);
  const [playing, setPlaying] = useState(false);
  const source = useSource(recording);
  usePlace(recording.id, film);
  function moved(ms: number) {
    setNow(ms);
    onPlace(ms);
  }
  function go(ms: number) {
    const to = Math.min(Math.max(0, ms), lengthMs);
    if (film.current) film.current.currentTime = to / 1000;
    moved(to);
  }
  function toggle() {
    if (film.current?.paused) void film.current.play().catch(() => undefined); // It does not play: `failed` hears of it.
    else film.current?.pause();
  }
  function player(change: (film: HTMLVideoElement) => void) {
    if (film.current) change(film.current);
  }
  const chapter = chapters.findLast(({ atMs }) => atMs <= now);
  const speaking = [...new Set(at(voices, now).map(({ alias }) => alias))];
  const deeds: Record<string, () => void> = { ' ': toggle, k: toggle, ArrowLeft: () => go(now - 10_000), ArrowRight: () => go(now + 10_000) };
  return (
    <section className="kring-player" aria-label={t('recordings.player')} onKeyDown={(event) => press(event, deeds)}>
      {source.waiting && <Alert kind="info" live><Text>{t('recordings.rendering', { minutes: Math.ceil(lengthMs / 600_000) })}</Text></Alert>}
      {begin > 0 && <div className="kring-row"><Text>{t('recordings.goesOn', { time: timeText(begin) })}</Text><Button small kind="subtle" onClick={() => go(0)}>{t('recordings.fromStart')}</Button></div>}
      <div ref={frame} className="kring-player__frame">
        <div className="kring-player__screen">
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- where somebody wrote them */}
          <video
            ref={film} className="kring-player__film" src={source.src} playsInline preload="auto" disablePictureInPicture controlsList="nodownload"
            onContextMenu={(event) => event.preventDefault()} onClick={toggle} onError={source.failed}
            onLoadedMetadata={() => go(now)} onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)}
            onTimeUpdate={(event) => moved(Math.round(event.currentTarget.currentTime * 1000))}
          >
            {recording.captions && <track kind="captions" src={`/api/recordings/${recording.id}/captions.vtt`} label={t('captions.title')} />}
          </video>
          {!playing && !source.waiting && <button type="button" className="kring-player__play" aria-hidden="true" tabIndex={-1} onClick={toggle}><Play size={40} /></button>}
          {speaking.length > 0 && <span className="kring-player__who" aria-hidden="true">{speaking.join(', ')}</span>}
        </div>
        <Voices recording={recording} speaking={speaking} />
        <Controls {...{ player, playing, now, toggle, go, length: lengthMs }} fill={() => fill(frame.current, film.current)} chapter={chapter?.title ?? ''} captions={recording.captions} />
      </div>
      {recording.cuts.some(({ from, to }) => from <= now && now < to) && <Text muted>{t('recordings.inCut')}</Text>}
      <Chapters chapters={chapters} current={chapter} go={go} />
    </section>
  );
}

/** A space on a button presses that button; a list of choices has its own arrows. */
function press(event: KeyboardEvent, deeds: Record<string, () => void>) {
  const deed = deeds[event.key];
  const { tagName } = event.target as HTMLElement;
  if (!deed || tagName === 'SELECT' || (event.key === ' ' && tagName === 'BUTTON') || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  deed();
}

/** Iphones only let the film itself fill the screen. */
function fill(frame: HTMLElement | null, film: HTMLVideoElement | null) {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (frame?.requestFullscreen) void frame.requestFullscreen().catch(() => undefined);
  else (film as unknown as { webkitEnterFullscreen?: () => void } | null)?.webkitEnterFullscreen?.();
}
