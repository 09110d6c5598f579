import { useCallback, useEffect, useState } from 'react';
import { KNOCK, play } from '../../core/rtc/sound';
import { Page } from '../../ui';
import { Alarms } from './care/Alarms';
import { Apart } from './care/Apart';
import { Column, Knock, type Panel } from './Column';
import { ConnectionLine } from './ConnectionLine';
import { DeviceProblems } from './DeviceProblems';
import { Faces } from './Faces';
import { NewsLine } from './NewsLine';
import { InRoom } from './practice/InRoom';
import { PracticeGuide } from './practice/PracticeGuide';
import { ScreenPlace } from './ScreenPlace';
import { ScreenTools } from './ScreenTools';
import type { Wish } from './session';
import { SoundRecovery } from './SoundRecovery';
import type { StageProps } from './stage';
import { Shared, shares } from './stage/Shared';
import { Toolbar } from './Toolbar';
import { useAwake } from './useAwake';
import { useHearing, useShownPictures } from './useHearing';
import { screenOwner } from './view';
import { WrittenTools } from './written/WrittenTools';

/** The meeting itself: what leads it, everybody in view, the own buttons at the bottom, and what a facilitator or the chat needs. */
export function Circle({ session, view, meeting, eyebrow, speaker, parts }: StageProps) {
  const [panel, show] = useState<Panel>();
  const wish = (wanted: Wish) => void session.wish(wanted);
  const { room, ahead } = view;
  const heard = useHearing(session, view);
  const [blocked, setBlocked] = useState(false);
  const onBlocked = useCallback(() => setBlocked(true), []);
  useShownPictures(session.pictures);
  useAwake();
  useKnock(view.news);
  if (!room) return null;
  const practice = meeting.kind === 'practice';
  const chatting = panel === 'chat';
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className={practice || room.debrief ? 'kring-meeting kring-meeting--long' : 'kring-meeting'} data-panel={panel}>
        <div className="kring-meeting__first">
          <Alarms session={session} view={view} />
          <Apart room={room} wish={wish} />
          <Knock room={room} panel={panel} show={show} />
        </div>
        <Column
          {...{ session, view, meeting, parts, room, panel, show }}
          lead={practice ? <PracticeGuide view={view} speaker={speaker} chatting={chatting} /> : undefined}
        />
        <div className="kring-meeting__main">
          <div className="kring-meeting__line"><ConnectionLine session={session} link={view.media?.link} heard={heard} /><NewsLine news={view.news} /></div>
          <DeviceProblems state={view.own} own={session.own} folded />
          <SoundRecovery blocked={blocked} deaf={heard.deaf} onPlayed={(played) => setBlocked(!played)} />
          <ScreenPlace {...{ session, view, speaker, onBlocked }} out={heard.screenOut} />
          <Shared {...{ room, ahead, wish }} work={parts.work} />
          <Faces {...{ session, view, speaker, onBlocked }} out={heard.out} small={shares(room) || screenOwner(room) !== undefined} />
          {meeting.kind === 'hybrid' && <InRoom meeting={meeting.id} room={room} />}
          <WrittenTools meeting={meeting.id} room={room} />
        </div>
        <Toolbar session={session} view={view} chat={{ open: chatting, show: (open) => show(open ? 'chat' : undefined) }}>
          <ScreenTools session={session} view={view} />
        </Toolbar>
      </div>
    </Page>
  );
}

/** One soft sound for a facilitator when somebody comes to the waiting room, or a pair asks for help. */
function useKnock(news: StageProps['view']['news']) {
  const last = news.findLast((item) => item.what === 'waits' || item.what === 'help')?.id;
  useEffect(() => {
    if (last !== undefined) void play(KNOCK).catch(() => undefined); // No sound allowed: the list shows it too.
  }, [last]);
}
