import { Eye, EyeOff, Square, UserRoundCheck } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import { Button } from '../../../ui';
import type { RoomProps } from '../stage';
import { FilmControls } from './FilmControls';
import { PairsBoard } from './PairsBoard';
import { StepStart } from './StepTools';

/** The reins of what goes on now, and the way to begin what this step is about. */
export function Running(props: RoomProps) {
  const { room, wish } = props;
  const { stick, poll, pairs, film, joint, table, timer } = room;
  return (
    <div className="kring-reins">
      {stick && (
        <div className="kring-row">
          {stick.holder && <Button small icon={UserRoundCheck} onClick={() => wish({ type: 'meeting.stick.skip' })}>{t('meeting.round.skip')}</Button>}
          <Button small icon={Square} onClick={() => wish({ type: 'meeting.stick.stop' })}>{t('meeting.round.stop')}</Button>
        </div>
      )}
      {poll && (
        <div className="kring-row">
          {poll.open && <Button small onClick={() => wish({ type: 'meeting.poll.close' })}>{t('meeting.poll.close')}</Button>}
          <Button small icon={poll.shown ? EyeOff : Eye} pressed={poll.shown} onClick={() => wish({ type: 'meeting.poll.show', shown: !poll.shown })}>{t('meeting.poll.show')}</Button>
        </div>
      )}
      {joint && (
        <div className="kring-row">
          <Button small icon={joint.shown ? EyeOff : Eye} pressed={joint.shown} onClick={() => wish({ type: 'meeting.joint.show', shown: !joint.shown })}>{t('meeting.joint.show')}</Button>
        </div>
      )}
      {timer && <div className="kring-row"><Button small icon={Square} onClick={() => wish({ type: 'meeting.timer', seconds: 0 })}>{t('meeting.timer.stop')}</Button></div>}
      {table && <div className="kring-row"><Button small icon={Square} onClick={() => wish({ type: 'meeting.table', piece: '' })}>{t('meeting.table.stop')}</Button></div>}
      {film && <FilmControls {...props} film={film} />}
      {pairs && <div className="kring-reins__board"><PairsBoard {...props} pairs={pairs} /></div>}
      <StepStart {...props} />
    </div>
  );
}
