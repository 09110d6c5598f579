import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '../../core/i18n';
import { KNOCK, play } from '../../core/rtc/sound';
import { Heading, Page } from '../../ui';
import { Alarms } from './care/Alarms';
import { Apart } from './care/Apart';
import { ConnectionLine } from './ConnectionLine';
import { DeviceProblems } from './DeviceProblems';
import { Faces } from './Faces';
import { NewsLine } from './NewsLine';
import { InRoom } from './practice/InRoom';
import { PracticeGuide } from './practice/PracticeGuide';
import { Doors, People } from './People';
import { RecordingLead } from './recording/RecordingLead';
import { Refusal } from './Refusal';
import { ScreenPlace } from './ScreenPlace';
import { ScreenTools } from './ScreenTools';
import type { Wish } from './session';
import { SoundRecovery } from './SoundRecovery';
import type { StageProps } from './stage';
import { Lead } from './stage/Lead';
import { Shared, shares } from './stage/Shared';
import './stage/stage.css';
import { Toolbar } from './Toolbar';
import { useAwake } from './useAwake';
import { useHearing, useShownPictures } from './useHearing';
import { guides, screenOwner } from './view';
import { WaitingList } from './WaitingList';
import { WrittenTools } from './written/WrittenTools';

/** The meeting itself: what leads it, everybody in view, the own buttons at the bottom, and what a facilitator or the chat needs. */
export function Circle({ session, view, meeting, eyebrow, speaker, parts }: StageProps) {
  const [chatting, setChatting] = useState(false);
  const wish = (wanted: Wish) => void session.wish(wanted);
  const { room, ahead } = view;
  const heard = useHearing(session, view);
  const [blocked, setBlocked] = useState(false);
  const onBlocked = useCallback(() => setBlocked(true), []);
  useShownPictures(session.pictures);
  useAwake();
  useKnock(view.news);
  if (!room) return null;
  const guide = guides(room);
  const given = { room, ahead, wish };
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className={guide || chatting || shares(room) ? 'kring-meeting kring-meeting--long' : 'kring-meeting'}>
        <div className="kring-meeting__column">
          {meeting.kind === 'practice' ? <PracticeGuide view={view} speaker={speaker} chatting={chatting} /> : <Lead session={session} room={room} ahead={ahead} />}
          {(guide || chatting) && (
            <aside className="kring-meeting__side">
              {chatting && <ChatBeside>{parts.chat(meeting.id, room)}</ChatBeside>}
              {guide && (
                <section className="kring-stack" aria-label={t('meeting.guide')}>
                  {room.debrief && parts.report(meeting.id)}
                  <Refusal code={view.refused} />
                  <WaitingList room={room} wish={wish} />
                  <People room={room} wish={wish} />
                  <Doors room={room} wish={wish} />
                  <RecordingLead room={room} wish={wish} />
                </section>
              )}
            </aside>
          )}
        </div>
        <div className="kring-meeting__main">
          <Alarms session={session} view={view} />
          <Apart room={room} wish={wish} />
          <div className="kring-meeting__line"><ConnectionLine session={session} link={view.media?.link} heard={heard} /><NewsLine news={view.news} /></div>
          <DeviceProblems state={view.own} own={session.own} folded />
          <SoundRecovery blocked={blocked} deaf={heard.deaf} onPlayed={(played) => setBlocked(!played)} />
          <ScreenPlace {...{ session, view, speaker, onBlocked }} out={heard.screenOut} />
          <Shared {...given} work={parts.work} />
          <Faces {...{ session, view, speaker, onBlocked }} out={heard.out} small={shares(room) || screenOwner(room) !== undefined} />
          {meeting.kind === 'hybrid' && <InRoom meeting={meeting.id} room={room} />}
          <WrittenTools meeting={meeting.id} room={room} />
        </div>
        <Toolbar session={session} view={view} chat={{ open: chatting, show: setChatting }}>
          <ScreenTools session={session} view={view} />
        </Toolbar>
      </div>
    </Page>
  );
}

/** The chat, brought into view when it is opened: on a phone it stands under the circle. */
function ChatBeside({ children }: { children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'start' }); // Newer browsers answer a promise, which is no way to clean up.
  }, []);
  return (
    <section ref={section} className="kring-stack kring-meeting__chat">
      <Heading level={2} look={3}>{t('meeting.chat.title')}</Heading>
      {children}
    </section>
  );
}

/** One soft sound for a facilitator when somebody comes to the waiting room, or a pair asks for help. */
function useKnock(news: StageProps['view']['news']) {
  const last = news.findLast((item) => item.what === 'waits' || item.what === 'help')?.id;
  useEffect(() => {
    if (last !== undefined) void play(KNOCK).catch(() => undefined); // No sound allowed: the list shows it too.
  }, [last]);
}
