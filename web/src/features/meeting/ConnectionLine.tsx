import { Signal, SignalLow, SignalMedium, WifiOff } from 'lucide-react';
import { t } from '../../core/meeting-words';
import { live } from '../../core/live';
import type { Link } from '../../core/rtc/link';
import type { Quality } from '../../core/rtc/quality';
import { useStore } from '../../ui';
import type { MeetingSession } from './session';
import { SoundOnly } from './SoundOnly';
import type { Heard } from './useHearing';

type Word = Quality | 'joining' | 'slow' | 'unsteady' | 'restoring' | 'offline' | 'picturesOut' | 'somePicturesOut' | 'screenOut' | 'soundOnly';

const calm: readonly Word[] = ['good', 'fair', 'joining', 'soundOnly'];

/** One word for socket and media together: the worst is what a person notices, and then what was given up for it. */
export function connectionWord(link: Link | undefined, reachable: boolean, given: Word): Word {
  if (!reachable) return 'offline';
  if (!link || link.state === 'joining') return (link?.tries ?? 0) > 1 ? 'slow' : 'joining';
  if (link.state === 'unsteady' || link.state === 'restoring') return link.state;
  return given;
}

/** What was given up so that the sound goes on (MEET-12). */
export function givenUp({ quality, out, allOut, screenOut }: Heard, soundOnly: boolean): Word {
  if (soundOnly) return 'soundOnly';
  if (out.length > 0) return allOut ? 'picturesOut' : 'somePicturesOut';
  return screenOut ? 'screenOut' : quality;
}

type ConnectionLineProps = { session: MeetingSession; link: Link | undefined; heard: Heard };

/** How the connection is, in words, and the way to spare it. Only trouble is spoken; that it is good can be read. */
export function ConnectionLine({ session, link, heard }: ConnectionLineProps) {
  const reachable = useStore(live().connection).phase === 'open';
  const soundOnly = useStore(session.pictures.soundOnly);
  const word = connectionWord(link, reachable, givenUp(heard, soundOnly));
  const Shape = word === 'good' ? Signal : word === 'fair' ? SignalMedium : word === 'offline' ? WifiOff : SignalLow;
  return (
    <div className="kring-link__row" role="group" aria-label={t('meeting.link')}>
      <p className={`kring-link kring-link--${calm.includes(word) ? 'calm' : 'trouble'}`} role="status">
        <Shape size={18} aria-hidden />
        {t(`meeting.link.${word}`)}
      </p>
      <SoundOnly pictures={session.pictures} />
    </div>
  );
}
