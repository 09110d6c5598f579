import { Hand, MessageCircle, Mic, MicOff, Video, VideoOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../core/meeting-words';
import type { Kind } from '../../core/rtc/own-media';
import type { Icon } from '../../ui';
import './Control.css';

type ControlProps = {
  icon: Icon;
  /** What stands under the icon; `name` when the button is called something longer. */
  label: string;
  name?: string;
  /** A toggle: its state, and the word for it, which only eyes need: who listens hears "pressed". */
  pressed?: boolean;
  state?: string;
  /** Needs attention: something is off that others may expect to be on. */
  off?: boolean;
  danger?: boolean;
  onClick: () => void;
};

/** A round button of the meeting: icon, label and its state in a word, because colour alone tells nobody enough. */
export function Control({ icon: Shape, label, name, pressed, state, off, danger, onClick }: ControlProps) {
  const look = ['kring-control', off && 'kring-control--off', pressed && 'kring-control--on', danger && 'kring-control--danger'];
  return (
    <button type="button" className={look.filter(Boolean).join(' ')} aria-pressed={pressed} aria-label={name ?? label} onClick={onClick}>
      <span className="kring-control__icon"><Shape size={24} aria-hidden /></span>
      <span className="kring-control__label">{label}</span>
      <span className="kring-control__state" data-state={state} />
    </button>
  );
}

type DeviceControlProps = { on: boolean; toggle: (kind: Kind) => void };

export function MicrophoneControl({ on, toggle }: DeviceControlProps) {
  return (
    <Control
      icon={on ? Mic : MicOff} label={t('meeting.microphone')} pressed={on} off={!on}
      state={on ? t('meeting.on') : t('meeting.off')} onClick={() => toggle('microphone')}
    />
  );
}

export function CameraControl({ on, toggle }: DeviceControlProps) {
  return (
    <Control
      icon={on ? Video : VideoOff} label={t('meeting.camera')} pressed={on} off={!on}
      state={on ? t('meeting.on') : t('meeting.off')} onClick={() => toggle('camera')}
    />
  );
}

export function HandControl({ up, raise }: { up: boolean; raise: (up: boolean) => void }) {
  return (
    <Control
      icon={Hand} label={t('meeting.hand.short')} name={t('meeting.hand')} pressed={up}
      {...(up && { state: t('meeting.hand.up') })} onClick={() => raise(!up)}
    />
  );
}

export function ChatControl({ open, show }: { open: boolean; show: (open: boolean) => void }) {
  return <Control icon={MessageCircle} label={t('meeting.chat')} pressed={open} onClick={() => show(!open)} />;
}

/** The person's own buttons, together and named as a group. */
export function Controls({ children }: { children: ReactNode }) {
  return <div className="kring-controls" role="group" aria-label={t('meeting.yourButtons')}>{children}</div>;
}
