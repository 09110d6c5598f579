import { Volume2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { t } from '../../core/meeting-words';
import { play, TEST_SOUND, watchLevel } from '../../core/rtc/sound';
import { Button, Heading, Text } from '../../ui';
import { Good } from './Good';

/** Above this the microphone surely hears a voice and not only the room. */
const voice = 0.35;

/** Shows that the microphone hears something: a bar, and a sentence once it does. */
export function MicrophoneCheck({ track, on }: { track: MediaStreamTrack | undefined; on: boolean }) {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const id = useId();
  useEffect(() => {
    if (!track || !on) return;
    return watchLevel(track, (now) => {
      setLevel(now);
      if (now > voice) setHeard(true);
    });
  }, [track, on]);
  const listening = track !== undefined && on;
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby={id}>
      <Heading level={2} look={3} id={id}>{t('meeting.check.sound')}</Heading>
      {listening && (
        <meter className="kring-level" aria-label={t('meeting.check.level')} min={0} max={100} value={Math.round(level * 100)} />
      )}
      <div role="status">
        {listening && heard ? <Good>{t('meeting.check.heard')}</Good> : <Text>{t(listening ? 'meeting.check.speak' : 'meeting.check.silent')}</Text>}
      </div>
    </section>
  );
}

/** Plays a sound, because nobody else can tell whether the loudspeaker works. */
export function SpeakerCheck({ speaker }: { speaker: string | undefined }) {
  const [state, setState] = useState<'' | 'playing' | 'played' | 'notPlayed'>('');
  const id = useId();
  async function test() {
    setState('playing');
    setState(await play(TEST_SOUND, speaker).then(() => 'played' as const, () => 'notPlayed' as const));
  }
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby={id}>
      <Heading level={2} look={3} id={id}>{t('meeting.check.speaker')}</Heading>
      <div>
        <Button small icon={Volume2} busy={state === 'playing'} onClick={() => void test()}>{t('meeting.check.playSound')}</Button>
      </div>
      <div role="status">{state && <Text>{t(`meeting.check.${state}`)}</Text>}</div>
    </section>
  );
}
