import { useEffect, useRef, useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { RecordingView } from '../../core/types';
import { Alert, Button, Heading, Select, Text } from '../../ui';
import { at, timeText, watched } from './place';

/** Sound and picture with the browser's own buttons, chapters, speed, and who speaks. It goes on where the person stopped. */
export function Player({ recording }: { recording: RecordingView }) {
  const film = useRef<HTMLVideoElement>(null);
  const [now, setNow] = useState(recording.atMs);
  const source = useSource(recording);
  usePlace(recording.id, film);
  function go(ms: number) {
    if (film.current) film.current.currentTime = ms / 1000;
  }
  function keys(event: React.KeyboardEvent) {
    const step = { ArrowLeft: -10_000, ArrowRight: 10_000 }[event.key];
    if (!step || !film.current) return;
    event.preventDefault();
    go(film.current.currentTime * 1000 + step);
  }
  const chapter = recording.chapters.findLast(({ atMs }) => atMs <= now);
  const speaking = [...new Set(at(recording.voices, now).map(({ alias }) => alias))];
  return (
    <section className="kring-player" aria-label={t('recordings.player')}>
      {source.waiting && <Alert kind="info" live><Text>{t('recordings.rendering')}</Text></Alert>}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- captions of a meeting are not stored */}
      <video
        ref={film} className="kring-player__film" src={source.src} controls controlsList="nodownload" playsInline preload="metadata"
        onKeyDown={keys} onContextMenu={(event) => event.preventDefault()} onLoadedMetadata={() => go(recording.atMs)}
        onTimeUpdate={(event) => setNow(event.currentTarget.currentTime * 1000)}
      />
      <p className="kring-player__who" aria-hidden="true">{speaking.length > 0 ? t('recordings.speaks', { names: speaking.join(', ') }) : ' '}</p>
      <Select label={t('recordings.speed')} defaultValue="1" onChange={(event) => { if (film.current) film.current.playbackRate = Number(event.target.value); }}>
        {['0.75', '1', '1.25', '1.5', '2'].map((speed) => <option key={speed} value={speed}>{speed.replace('.', ',')} ×</option>)}
      </Select>
      {recording.chapters.length > 0 && (
        <nav aria-label={t('recordings.chapters')}>
          <Heading level={2} look={3}>{t('recordings.chapters')}</Heading>
          <ol className="kring-player__chapters">
            {recording.chapters.map((one) => (
              <li key={one.atMs}>
                <Button small kind="subtle" aria-current={one === chapter ? 'true' : undefined} onClick={() => go(one.atMs)}>{timeText(one.atMs)} {one.title}</Button>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </section>
  );
}

/** WebM where it plays; else an MP4, which the server makes at the first play. */
function useSource({ id, version }: RecordingView): { src: string | undefined; waiting: boolean } {
  const webm = document.createElement('video').canPlayType('video/webm; codecs="vp8, opus"') !== '';
  const path = `/api/recordings/${id}/film${webm ? '' : '.mp4'}?v=${encodeURIComponent(version)}`;
  const [ready, setReady] = useState(webm);
  useEffect(() => {
    if (ready) return;
    const look = setInterval(() => {
      void fetch(path, { headers: { range: 'bytes=0-0' } }).then((answer) => { if (answer.ok) setReady(true); }).catch(() => undefined);
    }, 3_000);
    return () => clearInterval(look);
  }, [path, ready]);
  return { src: ready ? path : undefined, waiting: !ready };
}

/** Tells the server every ten seconds what was watched, so that it goes on there on any device. */
function usePlace(id: string, film: React.RefObject<HTMLVideoElement | null>) {
  useEffect(() => {
    let since = -1;
    const look = setInterval(() => {
      if (!film.current || film.current.paused) { since = -1; return; }
      const now = Math.round(film.current.currentTime * 1000);
      const stretch = since >= 0 && watched(since, now);
      if (stretch) void api.post(`/recordings/${id}/watched`, stretch).catch(() => undefined); // The next one tells it.
      if (since < 0 || stretch || now < since || now - since >= 60_000) since = now;
    }, 1_000);
    return () => clearInterval(look);
  }, [id, film]);
}
