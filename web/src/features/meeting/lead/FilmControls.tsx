import { Pause, Play, SkipBack, SkipForward, Square } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import type { Film } from '../../../core/script';
import { Button } from '../../../ui';
import type { RoomProps } from '../stage';
import { position } from '../stage/film';

/** A quarter of a minute is what one missed. */
const hop = 15;

/** The reins of the film: what is pressed here happens on every screen. */
export function FilmControls({ ahead, wish, film }: RoomProps & { film: Film }) {
  const to = (playing: boolean, move: number) => {
    wish({ type: 'meeting.film', film: film.id, playing, at: Math.max(0, position(film, Date.now() + ahead) + move) });
  };
  return (
    <div className="kring-row" role="group" aria-label={t('meeting.film')}>
      <Button small kind="primary" icon={film.playing ? Pause : Play} onClick={() => to(!film.playing, 0)}>{t(film.playing ? 'meeting.film.pause' : 'meeting.film.play')}</Button>
      <Button small icon={SkipBack} aria-label={t('meeting.film.back', { seconds: hop })} onClick={() => to(film.playing, -hop)}>{hop}</Button>
      <Button small icon={SkipForward} aria-label={t('meeting.film.on', { seconds: hop })} onClick={() => to(film.playing, hop)}>{hop}</Button>
      <Button small icon={Square} onClick={() => wish({ type: 'meeting.film', film: '', playing: false, at: 0 })}>{t('meeting.film.stop')}</Button>
    </div>
  );
}
