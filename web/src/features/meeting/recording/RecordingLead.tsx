import { t } from '../../../core/meeting-words';
import { Button, Text } from '../../../ui';
import type { RoomProps } from '../stage';

/** The buttons of who leads. */
export function RecordingLead({ room, wish }: Pick<RoomProps, 'room' | 'wish'>) {
  const recording = room.recording;
  if (!recording?.state) return <Button small onClick={() => wish({ type: 'recording.start' })}>{t('recording.start')}</Button>;
  const names = [...room.seats, ...(room.room ?? [])].filter(({ id }) => recording.asked.includes(id)).map(({ alias }) => alias);
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
