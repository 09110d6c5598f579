import { useEffect, useState } from 'react';
import { language } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { RecordingState } from '../../../core/recording';
import { KNOCK, play } from '../../../core/rtc/sound';
import { say } from '../../../core/speech';
import { Alert, Button, Text } from '../../../ui';
import { Refusal } from '../Refusal';
import type { RoomProps } from '../stage';
import { guides, type View } from '../view';
import { Question } from './Question';
import './recording.css';

type SignProps = { meeting: string; view: View; wish: RoomProps['wish'] };

/** On every page of a meeting, above all else: that it is recorded, and the own answer. The spoken news says it too. */
export function RecordingSign({ meeting, view, wish }: SignProps) {
  const recording = view.room?.recording;
  const device = view.room?.you.role === 'room'; // It is nobody: who is in the room answers on the own phone.
  useSound(recording?.state);
  if (!recording) return null;
  if (recording.state === '') return <Alert kind="warning" live><Text>{t('recording.stopped', { why: recording.problem ?? '' })}</Text></Alert>;
  return (
    <section className="kring-recording" aria-label={t('recording.sign')}>
      <p className="kring-recording__sign">
        <span className={`kring-recording__dot kring-recording__dot--${recording.state}`} aria-hidden="true" />
        <span><strong>{t(`recording.state.${recording.state}`)}</strong> {!device && t(`recording.yours.${recording.yours || 'open'}`)}</span>
      </p>
      {!device && view.room?.you.status !== 'waiting' && <Answer key={recording.id} {...{ meeting, recording, wish }} />}
      {!guides(view.room) && view.refused?.startsWith('recording.') && <Refusal code={view.refused} />}
    </section>
  );
}

/** The question comes by itself, once; the button brings it back. */
function Answer({ meeting, recording, wish }: { meeting: string; recording: RecordingState; wish: RoomProps['wish'] }) {
  const [open, setOpen] = useState(recording.yours === '');
  return (
    <>
      <Button small kind="subtle" onClick={() => setOpen(true)}>{t(recording.yours ? 'recording.change' : 'recording.choose')}</Button>
      <Question {...{ meeting, recording, open, wish }} close={() => setOpen(false)} />
    </>
  );
}

/** A soft tone and, where the device has a voice, a sentence: when it begins to record, or goes on after a pause. */
function useSound(state: RecordingState['state'] | undefined) {
  useEffect(() => {
    window.speechSynthesis?.getVoices(); // The first question for them only makes the browser look for them.
  }, []);
  useEffect(() => {
    if (state !== 'running') return;
    void play(KNOCK).catch(() => undefined).finally(() => say(t('recording.state.running'), language())); // No sound allowed yet: the sign shows it too.
  }, [state]);
}
