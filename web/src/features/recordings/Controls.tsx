import { Maximize, Pause, Play, RotateCcw, RotateCw, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/i18n';
import type { Icon } from '../../ui';
import { timeText } from './place';

type ControlsProps = {
  /** Does something with the film. */
  player: (change: (film: HTMLVideoElement) => void) => void;
  /** Fills the screen, or gives it back. */
  fill: () => void;
  playing: boolean;
  now: number;
  length: number;
  chapter: string;
  toggle: () => void;
  go: (ms: number) => void;
};

/** The buttons below the picture. They are the same in every browser, and speak the person's language. */
export function Controls({ player, fill, playing, now, length, chapter, toggle, go }: ControlsProps) {
  const [muted, setMuted] = useState(false);
  function mute() {
    player((film) => { film.muted = !muted; });
    setMuted(!muted);
  }
  return (
    <div className="kring-player__controls">
      <input
        type="range" className="kring-player__slider" min={0} max={length} step={1000} value={now} onChange={(event) => go(event.target.valueAsNumber)}
        aria-label={t('recordings.place')} aria-valuetext={t('recordings.place.text', { now: timeText(now), length: timeText(length), chapter })}
      />
      <div className="kring-player__buttons">
        <Sign icon={playing ? Pause : Play} name={t(playing ? 'recordings.pause' : 'recordings.play')} press={toggle} />
        <Sign icon={RotateCcw} name={t('recordings.back')} press={() => go(now - 10_000)} />
        <Sign icon={RotateCw} name={t('recordings.on')} press={() => go(now + 10_000)} />
        <span className="kring-player__time">{timeText(now)} / {timeText(length)}</span>
        <select
          className="kring-player__speed" aria-label={t('recordings.speed')} defaultValue="1"
          onChange={(event) => player((film) => { film.playbackRate = Number(event.target.value); })}
        >
          {['0.75', '1', '1.25', '1.5', '2'].map((speed) => <option key={speed} value={speed}>{speed.replace('.', ',')} ×</option>)}
        </select>
        <Sign icon={muted ? VolumeX : Volume2} name={t(muted ? 'recordings.unmute' : 'recordings.mute')} press={mute} />
        <Sign icon={Maximize} name={t('recordings.full')} press={fill} />
      </div>
    </div>
  );
}

function Sign({ icon: Shape, name, press }: { icon: Icon; name: string; press: () => void }) {
  return <button type="button" className="kring-player__button" aria-label={name} title={name} onClick={press}><Shape size={24} aria-hidden /></button>;
}
