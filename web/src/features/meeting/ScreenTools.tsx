import { ScreenShare, ScreenShareOff } from 'lucide-react';
import type { MouseEvent } from 'react';
import { t } from '../../core/meeting-words';
import { canShareScreen } from '../../core/rtc/own-screen';
import { Button, Text, useStore } from '../../ui';
import type { MeetingSession } from './session';
import { guides, type View } from './view';

type ScreenToolsProps = {
  session: MeetingSession;
  view: View;
};

/** Begins to share a screen, only where the browser can, which phones cannot. A facilitator may take the place over. */
export function ScreenTools({ session, view }: ScreenToolsProps) {
  const sharing = useStore(session.sharing.on);
  const { room } = view;
  if (!room || !canShareScreen()) return null;
  const other = room.seats.find((seat) => seat.id === room.screen && seat.id !== room.you.id);
  const taken = other && !guides(room);
  function press(event: MouseEvent) {
    event.currentTarget.closest('dialog')?.close(); // The browser's own window comes next.
    if (sharing) session.sharing.stop();
    else void session.sharing.start();
  }
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('meeting.screen.share')}>
      <div>
        <Button small icon={sharing ? ScreenShareOff : ScreenShare} disabled={taken} onClick={press}>
          {t(sharing ? 'meeting.screen.stop' : 'meeting.screen.share')}
        </Button>
      </div>
      <Text muted small>{taken ? t('meeting.screen.taken', { alias: other.alias }) : t('meeting.screen.about')}</Text>
    </section>
  );
}
