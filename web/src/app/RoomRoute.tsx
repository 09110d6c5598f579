import { useState } from 'react';
import DevicePage from '../features/meeting/device/DevicePage';
import { Loading, useSession } from '../ui';
import MeetingRoute from './MeetingRoute';

/** The device in the room of a meeting: first its link, then the meeting. What it was stays on the screen when its session has ended. */
export default function RoomRoute() {
  const session = useSession();
  const [room, setRoom] = useState('');
  if (session?.room && session.room !== room) setRoom(session.room);
  if (!session) return <Loading />;
  return room ? <MeetingRoute id={room} device /> : <DevicePage />;
}
