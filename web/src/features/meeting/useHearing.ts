import { useEffect, useRef, useState } from 'react';
import { LOOK_MS, newHearing, nextHearing, type Expected, type Hearing } from '../../core/rtc/reception';
import { SCREEN, type PictureWishes } from './pictures';
import type { MeetingSession } from './session';
import { ShownPictures } from './shown';
import type { View } from './view';

/** Tells the server which pictures are in view, as long as the circle is. */
export function useShownPictures(pictures: PictureWishes): void {
  const shown = useRef<ShownPictures>(undefined);
  useEffect(() => {
    const watch = new ShownPictures((heights) => pictures.show(heights));
    shown.current = watch;
    return () => {
      watch.stop();
      pictures.close();
    };
  }, [pictures]);
  useEffect(() => shown.current?.look()); // Any render may bring a picture or take one away.
}

export type Heard = Pick<Hearing, 'quality' | 'out' | 'allOut' | 'screenOut' | 'deaf'>;

/** What the person gets of the others, from the connection's own numbers. Changes only when there is something to tell. */
export function useHearing(session: MeetingSession, view: View): Heard {
  const [heard, setHeard] = useState<Heard>(newHearing);
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  useEffect(() => {
    let hearing = newHearing;
    let told = '';
    const timer = setInterval(async () => {
      const reception = await session.reception();
      if (!reception) return;
      hearing = nextHearing(hearing, reception, expected(latest.current, session.pictures));
      const { quality, out, allOut, screenOut, deaf } = hearing;
      const now = { quality, out, allOut, screenOut, deaf };
      if (told === (told = JSON.stringify(now))) return;
      setHeard(now);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [session]);
  return heard;
}

/** The pictures that should come now, and who is heard by all. */
function expected({ room, speaking }: View, pictures: PictureWishes): Expected {
  const others = room?.seats.filter((seat) => seat.id !== room.you.id && seat.connected) ?? [];
  const heard = others.filter((seat) => speaking.includes(seat.seat));
  return {
    pictures: others.filter((seat) => seat.camera && pictures.wants(seat.seat)).map((seat) => seat.seat),
    screen: others.some((seat) => seat.id === room?.screen) && pictures.wants(SCREEN),
    speaking: heard.map((seat) => seat.seat),
  };
}
