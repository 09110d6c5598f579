import { t } from '../../core/meeting-words';
import { Text, useStore } from '../../ui';
import { SeatTile } from './SeatTile';
import type { StageProps } from './stage';
import { places } from './view';
import './Faces.css';

type FacesProps = Pick<StageProps, 'session' | 'view' | 'speaker'> & {
  /** Something larger is on the page: the faces make room for it. */
  small: boolean;
  /** Seats whose picture does not come. */
  out: readonly number[];
  /** The browser wants a click before it plays sound. */
  onBlocked: () => void;
};

/** The circle. Places never change by themselves; how many there are decides their size. */
export function Faces({ session, view, speaker, small, out, onBlocked }: FacesProps) {
  const soundOnly = useStore(session.pictures.soundOnly);
  const { room } = view;
  if (!room) return null;
  const seats = places(room);
  return (
    <>
      <div className={small ? 'kring-faces kring-faces--small' : 'kring-faces'}>
        <ul className={`kring-circle kring-circle--${circleSize(seats.length)}`} role="list" aria-label={t('meeting.circle')}>
          {seats.map((seat, number) => seat ? (
            <SeatTile
              key={seat.id} seat={seat} own={seat.id === room.you.id} camera={view.own.camera.track} speaker={speaker} onBlocked={onBlocked}
              speaking={view.speaking.includes(seat.seat)} stream={view.media?.seats[seat.seat]}
              out={soundOnly ? 'chosen' : out.includes(seat.seat) ? 'network' : undefined}
              word={room.stick?.holder === seat.id} reaction={view.reactions[seat.id]}
            />
          ) : <li key={`empty-${number}`} className="kring-seat kring-seat--left" aria-hidden="true" />)}
        </ul>
      </div>
      {room.seats.length === 1 && <Text muted>{t('meeting.circle.alone')}</Text>}
    </>
  );
}

const sizes = [1, 2, 3, 4, 6, 8, 12, 16];

/** The smallest size that has room for so many; the CSS says how many stand in a row. */
function circleSize(count: number): number {
  return sizes.find((size) => count <= size) ?? 16;
}
