import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type RefObject } from 'react';
import { api } from '../../core/api';
import { recordingQuery } from '../../core/queries';
import type { RecordingView } from '../../core/types';
import { watching, type Stretch } from './place';

const playsWebM = () => document.createElement('video').canPlayType('video/webm; codecs="vp8, opus"') !== '';

/** WebM where it plays; else an MP4, which the server makes at the first play. */
export function useSource({ id, version }: RecordingView) {
  const [webm, setWebM] = useState(playsWebM);
  const [made, setMade] = useState(false);
  const queries = useQueryClient();
  const path = `/api/recordings/${id}/film${webm ? '' : '.mp4'}?v=${encodeURIComponent(version)}`;
  const waiting = !webm && !made;
  useEffect(() => {
    if (!waiting) return;
    const look = () => void fetch(path, { headers: { range: 'bytes=0-0' } }).then(({ ok }) => setMade(ok), () => undefined);
    look();
    const timer = setInterval(look, 2_000);
    return () => clearInterval(timer);
  }, [path, waiting]);
  /** It does not play: perhaps it is being made again, perhaps this browser was wrong about itself. */
  function failed() {
    void queries.invalidateQueries({ queryKey: recordingQuery(id).queryKey });
    setWebM(false);
  }
  return { src: waiting ? undefined : path, waiting, failed };
}

/** Tells the server what was watched, so that it goes on there on any device. */
export function usePlace(id: string, film: RefObject<HTMLVideoElement | null>) {
  useEffect(() => {
    const player = film.current;
    if (!player) return;
    let stretch: Stretch | undefined;
    const tell = (done: Stretch | undefined) => {
      if (done && done.toMs - done.fromMs >= 1_000) void api.post(`/recordings/${id}/watched`, done).catch(() => undefined); // The next one tells it.
    };
    const look = () => {
      if (player.paused || player.seeking) return;
      const next = watching(Math.round(player.currentTime * 1000), stretch);
      stretch = next.stretch;
      tell(next.done);
    };
    const stop = () => {
      tell(stretch);
      stretch = undefined;
    };
    const ends = ['pause', 'ended', 'seeking'] as const;
    player.addEventListener('timeupdate', look);
    for (const end of ends) player.addEventListener(end, stop);
    addEventListener('pagehide', stop);
    return () => {
      player.removeEventListener('timeupdate', look);
      for (const end of ends) player.removeEventListener(end, stop);
      removeEventListener('pagehide', stop);
      stop();
    };
  }, [id, film]);
}
