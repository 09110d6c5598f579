import { Ellipsis, LogOut } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { t } from '../../core/meeting-words';
import { CameraControl, ChatControl, Control, Controls, HandControl, MicrophoneControl } from './Control';
import { Keys, More, useKeys } from './More';
import type { Wish } from './session';
import type { StageProps } from './stage';
import type { Shortcut } from './shortcuts';
import { useShortcuts } from './useShortcuts';
import { heard, ownSeat } from './view';

type ToolbarProps = Pick<StageProps, 'session' | 'view'> & {
  /** A meeting in writing has no devices. */
  silent?: boolean;
  chat?: { open: boolean; show: (open: boolean) => void };
  /** What else stands behind "Meer". */
  children?: ReactNode;
};

/** One's own buttons: the same few in every step, and the same by key. */
export function Toolbar({ session, view, silent, chat, children }: ToolbarProps) {
  const [shown, setShown] = useState<'more' | 'keys'>();
  const [keysOn, setKeysOn] = useKeys();
  const wish = (wanted: Wish) => void session.wish(wanted);
  const toggle = (kind: 'microphone' | 'camera') => void session.toggle(kind);
  const up = (ownSeat(view.room)?.hand ?? 0) > 0;
  const raise = (raised: boolean) => wish({ type: 'meeting.hand', up: raised });
  const talk = usePushToTalk(heard(view), () => toggle('microphone'));
  const doings: Record<Shortcut, () => void> = {
    microphone: () => !silent && toggle('microphone'),
    camera: () => !silent && toggle('camera'),
    hand: () => raise(!up),
    chat: () => chat?.show(!chat.open),
    more: () => setShown('more'),
    same: () => wish({ type: 'meeting.react', kind: 'same' }),
    help: () => setShown('keys'),
  };
  useShortcuts({ on: keysOn, does: (shortcut) => doings[shortcut](), talk: (on) => !silent && talk(on) });
  return (
    <>
      <Controls>
        {!silent && <MicrophoneControl on={heard(view)} toggle={toggle} />}
        {!silent && <CameraControl on={view.own.camera.on} toggle={toggle} />}
        <HandControl up={up} raise={raise} />
        {chat && <ChatControl open={chat.open} show={chat.show} />}
        <Control icon={Ellipsis} label={t('meeting.more')} onClick={() => setShown('more')} />
        <Control icon={LogOut} label={t('meeting.leave')} danger onClick={() => session.leave()} />
      </Controls>
      <More
        open={shown === 'more'} close={() => setShown((now) => (now === 'more' ? undefined : now))}
        react={(kind) => wish({ type: 'meeting.react', kind })} showKeys={() => setShown('keys')}
      >
        {children}
      </More>
      <Keys open={shown === 'keys'} close={() => setShown((now) => (now === 'keys' ? undefined : now))} on={keysOn} setOn={setKeysOn} />
    </>
  );
}

/** Speaking while a key is held: what was on already stays on. */
function usePushToTalk(on: boolean, toggle: () => void) {
  const opened = useRef(false);
  return (talking: boolean) => {
    if (talking === opened.current || (talking && on)) return;
    opened.current = talking;
    if (talking !== on) toggle();
  };
}
