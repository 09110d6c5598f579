import { ScreenShare } from 'lucide-react';
import { t } from '../../core/meeting-words';
import { Button, Text, useStore } from '../../ui';
import { OtherVideo } from './OtherVideo';
import { SCREEN } from './pictures';
import './screen.css';
import type { MeetingSession } from './session';
import { screenOwner, type View } from './view';

type ScreenPlaceProps = {
  session: MeetingSession;
  view: View;
  speaker: string | undefined;
  /** The network has no room for it now. */
  out: boolean;
  onBlocked: () => void;
};

/** The shared screen, large, with whose it is in words. Who shares sees a small sign, not her own screen in itself. */
export function ScreenPlace({ session, view, speaker, out, onBlocked }: ScreenPlaceProps) {
  const sharing = useStore(session.sharing.on);
  const soundOnly = useStore(session.pictures.soundOnly);
  const { room, media } = view;
  const owner = room && screenOwner(room);
  const stream = owner && media?.screen;
  const why = soundOnly ? t('meeting.screen.soundOnly') : out && t('meeting.screen.out');
  return (
    <>
      <div role="status" className={sharing || owner ? 'kring-screen__words' : 'kring-hidden'}>
        {sharing && <OwnSign stop={() => session.sharing.stop()} />}
        {owner && <Text>{t('meeting.screen.whose', { alias: owner.alias })}</Text>}
      </div>
      {stream && (
        <div className="kring-screen">
          <OtherVideo place={SCREEN} stream={stream} visible={!why} speaker={speaker} onBlocked={onBlocked} />
          {why && <p className="kring-screen__why">{why}</p>}
        </div>
      )}
    </>
  );
}

function OwnSign({ stop }: { stop: () => void }) {
  return (
    <>
      <ScreenShare size={20} aria-hidden />
      <Text>{t('meeting.screen.yours')}</Text>
      <Button small onClick={stop}>{t('meeting.screen.stop')}</Button>
    </>
  );
}
