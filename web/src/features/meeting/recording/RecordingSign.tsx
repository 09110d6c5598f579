import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { t } from '../../../core/i18n';
import { recordingTextQuery } from '../../../core/queries';
import type { RecordingState } from '../../../core/recording';
import { KNOCK, play } from '../../../core/rtc/sound';
import { Alert, Badge, Button, Dialog, Loaded, Text } from '../../../ui';
import type { RoomProps } from '../stage';
import './recording.css';

/** That a meeting is recorded, seen and heard by everybody; and the question, to whoever has not answered. */
export function RecordingSign({ room, wish }: Pick<RoomProps, 'room' | 'wish'>) {
  const recording = room.recording;
  const [asking, setAsking] = useState(false);
  useTone(recording?.state);
  if (!recording) return null;
  if (recording.state === '') return <Alert kind="warning" live><Text>{t('recording.stopped', { why: recording.problem ?? '' })}</Text></Alert>;
  const open = asking || recording.yours === '';
  return (
    <div className="kring-recording">
      <p className="kring-recording__sign" role="status">
        <span className={`kring-recording__dot kring-recording__dot--${recording.state}`} aria-hidden="true" />
        <strong>{t(`recording.state.${recording.state}`)}</strong>{' '}
        {recording.yours && <Badge tone={recording.yours === 'yes' ? 'positive' : 'neutral'}>{t(`recording.yours.${recording.yours}`)}</Badge>}
      </p>
      {recording.yours && <Button small kind="subtle" onClick={() => setAsking(true)}>{t('recording.change')}</Button>}
      <Question recording={recording} open={open} close={() => setAsking(false)} wish={wish} />
    </div>
  );
}

type QuestionProps = { recording: RecordingState; open: boolean; close: () => void; wish: RoomProps['wish'] };

/** The text in its newest version, and two answers that weigh the same. Closing it without an answer is no yes. */
function Question({ recording, open, close, wish }: QuestionProps) {
  const text = useQuery(recordingTextQuery);
  function answer(yes: boolean, version: number) {
    wish({ type: 'recording.answer', yes, version });
    close();
  }
  return (
    <Dialog open={open} title={t('recording.ask')} onClose={close}>
      <Loaded of={text}>
        {({ body, version }) => (
          <div className="kring-stack">
            {body.split('\n\n').map((paragraph) => <Text key={paragraph}>{paragraph}</Text>)}
            {recording.yours === 'yes' && <Alert kind="warning"><Text>{t('recording.noAfterYes')}</Text></Alert>}
            <div className="kring-row">
              <Button onClick={() => answer(true, version)}>{t('recording.yes')}</Button>
              <Button onClick={() => answer(false, version)}>{t('recording.no')}</Button>
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

/** One soft tone when it begins to record, or goes on after a pause. */
function useTone(state: RecordingState['state'] | undefined) {
  useEffect(() => {
    if (state === 'running') void play(KNOCK).catch(() => undefined); // No sound allowed yet: the sign shows it too.
  }, [state]);
}

/** The buttons of who leads. */
export function RecordingLead({ room, wish }: Pick<RoomProps, 'room' | 'wish'>) {
  const recording = room.recording;
  if (!recording?.state) return <Button small onClick={() => wish({ type: 'recording.start' })}>{t('recording.start')}</Button>;
  const names = room.seats.filter((seat) => recording.asked.includes(seat.id)).map((seat) => seat.alias);
  return (
    <div className="kring-stack">
      {names.length > 0 && <Text muted>{t('recording.waitsFor', { names: names.join(', ') })}</Text>}
      <div className="kring-row">
        {recording.state === 'asking' && <Button small onClick={() => wish({ type: 'recording.start' })}>{t('recording.begin')}</Button>}
        <Button small onClick={() => wish({ type: 'recording.stop' })}>{t('recording.stop')}</Button>
      </div>
    </div>
  );
}
