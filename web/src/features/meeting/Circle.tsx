import { LogOut } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '../../core/i18n';
import { KNOCK, play } from '../../core/rtc/sound';
import { Alert, Button, Heading, Page, Text } from '../../ui';
import { ConnectionLine } from './ConnectionLine';
import { CameraControl, ChatControl, Control, Controls, HandControl, MicrophoneControl } from './Control';
import { DeviceProblems } from './DeviceProblems';
import { NewsLine, SpokenNews } from './NewsLine';
import { Doors, People } from './People';
import { Refusal } from './Refusal';
import { SeatTile } from './SeatTile';
import type { Wish } from './session';
import type { StageProps } from './stage';
import { guides, heard, ownSeat, places } from './view';
import { WaitingList } from './WaitingList';

/** The meeting itself: everybody in view, the own buttons at the bottom, beside it what a facilitator or the chat needs. */
export function Circle({ session, view, meeting, eyebrow, speaker, chat }: StageProps) {
  const [chatting, setChatting] = useState(false);
  const toggle = (kind: 'microphone' | 'camera') => void session.toggle(kind);
  const wish = (wanted: Wish) => void session.wish(wanted);
  const { room } = view;
  useAwake();
  useKnock(view.news);
  if (!room) return null;
  const guide = guides(room);
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className="kring-meeting">
        <div className="kring-meeting__main">
          <div className="kring-meeting__line"><ConnectionLine session={session} link={view.media?.link} /><NewsLine news={view.news} /></div>
          <DeviceProblems state={view.own} own={session.own} />
          <Faces view={view} speaker={speaker} />
        </div>
        {(guide || chatting) && (
          <aside className="kring-meeting__side">
            {chatting && <ChatBeside>{chat}</ChatBeside>}
            {guide && (
              <section className="kring-stack" aria-label={t('meeting.guide')}>
                <Refusal code={view.refused} />
                <WaitingList room={room} wish={wish} />
                <People room={room} wish={wish} />
                <Doors room={room} wish={wish} />
              </section>
            )}
          </aside>
        )}
        <Controls>
          <MicrophoneControl on={heard(view)} toggle={toggle} />
          <CameraControl on={view.own.camera.on} toggle={toggle} />
          <HandControl up={(ownSeat(room)?.hand ?? 0) > 0} raise={(up) => wish({ type: 'meeting.hand', up })} />
          <ChatControl open={chatting} show={setChatting} />
          <Control icon={LogOut} label={t('meeting.leave')} danger onClick={() => session.leave()} />
        </Controls>
      </div>
      <SpokenNews news={view.news} />
    </Page>
  );
}

/** The chat, brought into view when it is opened: on a phone it stands under the circle. */
function ChatBeside({ children }: { children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.scrollIntoView({ block: 'start' }), []);
  return (
    <section ref={section} className="kring-stack kring-meeting__chat">
      <Heading level={2} look={3}>{t('meeting.chat.title')}</Heading>
      {children}
    </section>
  );
}

/** The circle. Places never change by themselves; how many there are decides their size. */
function Faces({ view, speaker }: Pick<StageProps, 'view' | 'speaker'>) {
  const [blocked, setBlocked] = useState(false);
  const onBlocked = useCallback(() => setBlocked(true), []);
  if (!view.room) return null;
  const seats = places(view.room);
  const you = view.room.you.id;
  function unblock() {
    setBlocked(false);
    for (const video of document.querySelectorAll<HTMLVideoElement>('.kring-circle video')) void video.play().catch(onBlocked);
  }
  return (
    <>
      {blocked && (
        <Alert kind="warning" live>
          <Text>{t('meeting.sound.blocked')}</Text>
          <div><Button kind="primary" onClick={unblock}>{t('meeting.sound.on')}</Button></div>
        </Alert>
      )}
      <ul className={`kring-circle kring-circle--${circleSize(seats.length)}`} role="list" aria-label={t('meeting.circle')}>
        {seats.map((seat, number) => seat ? (
          <SeatTile
            key={seat.id} seat={seat} own={seat.id === you} camera={view.own.camera.track} speaker={speaker} onBlocked={onBlocked}
            speaking={view.speaking.includes(number)} stream={view.media?.seats[number]}
          />
        ) : <li key={`empty-${number}`} className="kring-seat kring-seat--left" aria-hidden="true" />)}
      </ul>
      {view.room.seats.length === 1 && <Text muted>{t('meeting.circle.alone')}</Text>}
    </>
  );
}

const sizes = [1, 2, 3, 4, 6, 8, 12, 16];

/** The smallest size that has room for so many; the CSS says how many stand in a row. */
function circleSize(count: number): number {
  return sizes.find((size) => count <= size) ?? 16;
}

/** A phone that goes to sleep would leave the meeting. */
function useAwake() {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
      if (gone) void lock?.release();
    };
    void ask();
    document.addEventListener('visibilitychange', ask); // Browsers take it away when the tab is left.
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

/** One soft sound for a facilitator when somebody comes to the waiting room. */
function useKnock(news: StageProps['view']['news']) {
  const last = news.findLast((item) => item.what === 'waits')?.id;
  useEffect(() => {
    if (last !== undefined) void play(KNOCK).catch(() => undefined); // No sound allowed: the list shows it too.
  }, [last]);
}
