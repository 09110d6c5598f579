import { Volume1, Volume2 } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ChangeEvent } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { Film } from '../../../core/script';
import { Button } from '../../../ui';
import { correction, position } from './film';

/** Often enough that a film that runs apart is noticed by nobody. */
const lookEvery = 250;

/** The film, at the same moment for everybody. Each person sets only the sound. */
export function FilmStage({ meeting, film, ahead }: { meeting: string; film: Film; ahead: number }) {
  const video = useRef<HTMLVideoElement>(null);
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const look = async () => {
      if (video.current) setBlocked(!(await follow(video.current, film, Date.now() + ahead)));
    };
    void look();
    const timer = setInterval(() => void look(), lookEvery);
    return () => clearInterval(timer);
  }, [film, ahead]);
  function setVolume(volume: number) {
    if (video.current) video.current.volume = volume;
  }
  return (
    <section className="kring-film" aria-label={t('meeting.film.name', { title: words(film.title) })}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the film's own captions come with the file */}
      <video ref={video} key={film.id} className="kring-film__picture" src={`/api/meetings/${meeting}/films/${film.id}`} playsInline preload="auto" />
      {blocked && (
        <div className="kring-film__blocked">
          <Button kind="primary" onClick={() => void video.current?.play().then(() => setBlocked(false))}>{t('meeting.film.start')}</Button>
        </div>
      )}
      <Volume set={setVolume} />
    </section>
  );
}

/** Brings the player to where everybody is; tells whether the browser lets it play. */
async function follow(player: HTMLVideoElement, film: Film, now: number): Promise<boolean> {
  if (player.seeking) return true;
  const must = position(film, now);
  if (!film.playing || (Number.isFinite(player.duration) && must >= player.duration)) player.pause();
  const { seek, rate } = correction(player.currentTime, must, film.playing);
  if (seek) player.currentTime = must;
  player.playbackRate = rate;
  if (!film.playing || !player.paused || player.ended) return true;
  return player.play().then(() => true, (error: Error) => error.name !== 'NotAllowedError');
}

function Volume({ set }: { set: (volume: number) => void }) {
  const id = useId();
  const [volume, setVolume] = useState(1);
  function change(event: ChangeEvent<HTMLInputElement>) {
    setVolume(event.target.valueAsNumber);
    set(event.target.valueAsNumber);
  }
  return (
    <div className="kring-film__sound">
      <label htmlFor={id}>{t('meeting.film.volume')}</label>
      <Volume1 size={20} aria-hidden />
      <input id={id} type="range" min={0} max={1} step={0.05} value={volume} onChange={change} />
      <Volume2 size={20} aria-hidden />
    </div>
  );
}
