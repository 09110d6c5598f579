import { Captions, CaptionsOff, Maximize, Pause, Play, RotateCcw, RotateCw, Volume2, VolumeX } from 'lucide-react';
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
  captions: boolean;
  toggle: () => void;
  go: (ms: number) => void;
};

/** The buttons below the picture. They are the same in every browser, and speak the person's language. */
export function Controls({ player, fill, playing, now, length, chapter, captions, toggle, go }: ControlsProps) {
  const [muted, setMuted] = useState(false);
  const [reads, setReads] = useState(false);
  function mute() {
    player((film) => { film.muted = !muted; });
    setMuted(!muted);
  }
  function read() {
    player((film) => { for (const track of film.textTracks) track.mode = reads ? 'disabled' : 'showing'; });
    setReads(!reads);
  }
  return (
    <div className="kring-player__controls">
      <span className="kring-player__time">{timeText(now)}</span>
      <input
        type="range" className="kring-player__slider" min={0} max={length} step={1000} value={now} onChange={(event) => go(event.target.valueAsNumber)}
        aria-label={t('recordings.place')} aria-valuetext={t('recordings.place.text', { now: timeText(now), length: timeText(length), chapter })}
      />
      <span className="kring-player__time">{timeText(length)}</span>
      <div className="kring-player__buttons">
        <Sign icon={playing ? Pause : Play} name={t(playing ? 'recordings.pause' : 'recordings.play')} press={toggle} />
        <Sign icon={RotateCcw} name={t('recordings.back')} press={() => go(now - 10_000)} words="10" />
        <Sign icon={RotateCw} name={t('recordings.on')} press={() => go(now + 10_000)} words="10" />
        <select
          className="kring-player__speed" aria-label={t('recordings.speed')} defaultValue="1"
          onChange={(event) => player((film) => { film.playbackRate = Number(event.target.value); })}
        >
          {['0.75', '1', '1.25', '1.5', '2'].map((speed) => <option key={speed} value={speed}>{speed.replace('.', ',')} ×</option>)}
        </select>
        <Sign icon={muted ? VolumeX : Volume2} name={t(muted ? 'recordings.unmute' : 'recordings.mute')} press={mute} />
        {captions && <Sign icon={reads ? CaptionsOff : Captions} name={t(reads ? 'recordings.captions.off' : 'recordings.captions')} press={read} />}
        <Sign icon={Maximize} name={t('recordings.full')} press={fill} />
      </div>
    </div>
  );
}

/** A button that is a sign; `words` are a part of the sign, the name is what it does. */
function Sign({ icon: Shape, name, words, press }: { icon: Icon; name: string; words?: string; press: () => void }) {
  return <button type="button" className="kring-player__button" aria-label={name} title={name} onClick={press}><Shape size={words ? 32 : 24} aria-hidden />{words && <span aria-hidden="true">{words}</span>}</button>;
}
