import { Volume1, Volume2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { t, words } from '../../../core/i18n';
import type { Film } from '../../../core/script';
import { Button } from '../../../ui';
import { correction, position } from './film';

/** Often enough that a film that runs apart is noticed by nobody. */
const lookEvery = 250;

/** The film, at the same moment for everybody. Each person sets only the sound. */
export function FilmStage({ meeting, film, ahead }: { meeting: string; film: Film; ahead: number }) {
  const video = useRef<HTMLVideoElement>(null);
  const [blocked, setBlocked] = useState(false);
  useFollow(video, film, ahead, setBlocked);
  return (
    <section className="kring-film" aria-label={t('meeting.film.name', { title: words(film.title) })}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the film's own captions come with the file */}
      <video ref={video} key={film.id} className="kring-film__picture" src={`/api/meetings/${meeting}/films/${film.id}`} playsInline preload="auto" />
      {blocked && (
        <div className="kring-film__blocked">
          <Button kind="primary" onClick={() => void video.current?.play().then(() => setBlocked(false))}>{t('meeting.film.start')}</Button>
        </div>
      )}
      <Volume video={video} />
    </section>
  );
}

function useFollow(video: React.RefObject<HTMLVideoElement | null>, film: Film, ahead: number, setBlocked: (blocked: boolean) => void) {
  useEffect(() => {
    const follow = () => {
      const player = video.current;
      if (!player || player.seeking) return;
      const must = position(film, Date.now() + ahead);
      if (Number.isFinite(player.duration) && must >= player.duration) return player.pause();
      if (film.playing && player.paused) player.play().catch((error: Error) => setBlocked(error.name === 'NotAllowedError'));
      if (!film.playing && !player.paused) player.pause();
      const { seek, rate } = correction(player.currentTime, must, film.playing);
      if (seek) player.currentTime = must;
      player.playbackRate = rate;
    };
    follow();
    const timer = setInterval(follow, lookEvery);
    return () => clearInterval(timer);
  }, [video, film, ahead, setBlocked]);
}

function Volume({ video }: { video: React.RefObject<HTMLVideoElement | null> }) {
  const id = useId();
  const [volume, setVolume] = useState(1);
  useEffect(() => {
    if (video.current) video.current.volume = volume;
  }, [video, volume]);
  return (
    <div className="kring-film__sound">
      <label htmlFor={id}>{t('meeting.film.volume')}</label>
      <Volume1 size={20} aria-hidden />
      <input id={id} type="range" min={0} max={1} step={0.05} value={volume} onChange={(event) => setVolume(event.target.valueAsNumber)} />
      <Volume2 size={20} aria-hidden />
    </div>
  );
}
