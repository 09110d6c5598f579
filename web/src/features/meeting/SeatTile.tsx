import { AudioLines, Hand, MessageCircleMore, MicOff, VideoOff, WifiOff } from 'lucide-react';
import { memo, useId, type ReactNode } from 'react';
import { t } from '../../core/meeting-words';
import { leads, type Seat } from '../../core/wire';
import { Avatar } from '../../ui';
import { OtherVideo } from './OtherVideo';
import { MirrorVideo } from './OwnPicture';
import { Reaction } from './Reaction';
import type { View } from './view';
import { Typed } from './written/Typed';
import './SeatTile.css';

type SeatTileProps = {
  seat: Seat;
  speaking: boolean;
  /** Has the talking stick. */
  word: boolean;
  reaction: View['reactions'][string] | undefined;
  /** Somebody else's sound and picture. */
  stream?: MediaStream | undefined;
  /** The own seat: its picture is the own camera, its sound is not played. */
  own: boolean;
  camera?: MediaStreamTrack | undefined;
  speaker: string | undefined;
  /** No picture of somebody else: the network has no room for it, or the person wants sound only. */
  out?: 'network' | 'chosen' | undefined;
  /** The browser wants a click before it plays sound. */
  onBlocked: () => void;
};

/** One place in the circle: a face or a letter, the alias, and in words and signs how it is. */
export const SeatTile = memo(function SeatTile({ seat, speaking, word, reaction, stream, own, camera, speaker, out, onBlocked }: SeatTileProps) {
  const id = useId();
  const visible = own ? camera !== undefined : seat.camera && seat.connected && !out;
  return (
    <li className={`kring-seat${speaking ? ' kring-seat--speaking' : ''}${word ? ' kring-seat--word' : ''}`} aria-labelledby={id}>
      <div className="kring-seat__empty"><Avatar id={seat.id} alias={seat.alias} /></div>
      {own && camera && <MirrorVideo track={camera} />}
      {!own && stream && <OtherVideo place={seat.seat} stream={stream} visible={visible} speaker={speaker} onBlocked={onBlocked} />}
      {reaction && <Reaction {...reaction} />}
      <div className="kring-seat__top">
        <TopSigns seat={seat} word={word} out={!own && out === 'network'} />
      </div>
      <Typed id={seat.id} />
      <div className="kring-seat__bottom">
        <BottomSigns id={id} seat={seat} own={own} speaking={speaking} />
      </div>
    </li>
  );
});

/** Who it is and whether she speaks. */
function BottomSigns({ id, seat, own, speaking }: { id: string; seat: Seat; own: boolean; speaking: boolean }) {
  return (
    <>
      <span className="kring-seat__name">
        <span id={id}>{seat.alias}</span>
        {own && <span> {t('meeting.seat.you')}</span>}
        {!own && leads(seat.role) && <span className="kring-seat__role"> {t('meeting.seat.guide')}</span>}
      </span>
      {!seat.microphone && <Sign icon={<MicOff size={18} aria-hidden />} quiet>{t('meeting.seat.silent')}</Sign>}
      {speaking && <Sign icon={<AudioLines size={18} aria-hidden />} tone="speaking" quiet>{t('meeting.seat.speaks')}</Sign>}
    </>
  );
}

/** What stands over the face because it asks for attention. */
function TopSigns({ seat, word, out }: { seat: Seat; word: boolean; out: boolean }) {
  return (
    <>
      {word && <Sign icon={<MessageCircleMore size={20} aria-hidden />} tone="word">{t('meeting.seat.word')}</Sign>}
      {seat.hand > 0 && <Sign icon={<Hand size={20} aria-hidden />} tone="hand">{t('meeting.seat.hand', { order: seat.hand })}</Sign>}
      {!seat.connected && <Sign icon={<WifiOff size={18} aria-hidden />} tone="lost">{t('meeting.seat.lost')}</Sign>}
      {out && <Sign icon={<VideoOff size={18} aria-hidden />} quiet>{t('meeting.seat.out')}</Sign>}
    </>
  );
}

type SignProps = { icon: ReactNode; tone?: 'hand' | 'speaking' | 'lost' | 'word'; quiet?: boolean; children: ReactNode };

/** A sign with its word; `quiet` keeps the word for who listens, because a tile on a phone is small. */
function Sign({ icon, tone, quiet, children }: SignProps) {
  return (
    <span className={`kring-sign${tone ? ` kring-sign--${tone}` : ''}`}>
      {icon}
      <span className={quiet ? 'kring-hidden' : undefined}>{children}</span>
    </span>
  );
}
