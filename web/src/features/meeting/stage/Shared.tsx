import { t } from '../../../core/meeting-words';
import type { MeetingState } from '../../../core/wire';
import type { Parts, RoomProps } from '../stage';
import { FilmStage } from './FilmStage';
import { JointStage } from './JointStage';
import { ownRoom } from './rooms';
import { TableStage } from './TableStage';
import './shared.css';

/** Something large is shown to everybody. */
export function shares({ film, joint, table, pairs }: MeetingState): boolean {
  return Boolean((film || joint || table) && !ownRoom(pairs));
}

/** What everybody looks at together, above the faces. */
export function Shared(props: RoomProps & { work: Parts['work'] }) {
  const { room, ahead } = props;
  if (!shares(room)) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and a keyboard must be able to do that
    <div className="kring-shared-stage" role="region" aria-label={t('meeting.shared')} tabIndex={0}>
      {room.film && <FilmStage meeting={room.meeting} film={room.film} ahead={ahead} />}
      {room.table && <TableStage meeting={room.meeting} piece={room.table} />}
      {room.joint && <JointStage {...props} joint={room.joint} />}
    </div>
  );
}
