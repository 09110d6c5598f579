import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../core/meeting-words';
import type { MeetingState } from '../../core/wire';
import { Heading } from '../../ui';
import { Doors, People } from './People';
import { RecordingLead } from './recording/RecordingLead';
import { Refusal } from './Refusal';
import { ScriptNow, StepTools } from './reins';
import type { RoomProps, StageProps } from './stage';
import { Lead } from './stage/Lead';
import { guides } from './view';
import { WaitingList } from './WaitingList';

/** What a person has opened beside the circle. On a phone it covers the lower half; what a facilitator has stands open on a desktop. */
export type Panel = 'chat' | 'lead' | 'door' | undefined;

export type Panels = { panel: Panel; show: (panel: Panel) => void };

type ColumnProps = Pick<StageProps, 'session' | 'view' | 'meeting' | 'parts'> & Panels & {
  room: MeetingState;
  /** A meeting in writing has no sound, and its chat is the meeting itself. */
  silent?: boolean;
  /** Instead of a script. */
  lead?: ReactNode;
};

/** Where we are and what is asked, for everybody; behind it the chat, and what a facilitator leads with. */
export function Column({ session, view, meeting, parts, room, panel, show, silent = false, lead }: ColumnProps) {
  const given: RoomProps = { room, ahead: view.ahead, wish: (wanted) => void session.wish(wanted) };
  const guide = guides(room);
  return (
    <div className="kring-meeting__column">
      <Suspense fallback={null}>
        {guide && <ScriptNow {...given} open={panel !== undefined} fold={() => show(panel ? undefined : 'lead')} />}
        {lead ?? <Lead session={session} room={room} ahead={view.ahead} silent={silent} />}
        {(guide || panel === 'chat') && (
          <aside className="kring-meeting__side">
            {panel === 'chat' && <ChatBeside>{parts.chat(meeting.id, room)}</ChatBeside>}
            {guide && (
              <section className="kring-guiding" aria-label={t('meeting.guide')}>
                {room.debrief ? parts.report(meeting.id) : <StepTools {...given} />}
                <Refusal code={view.refused} />
                {room.waiting.length > 0 && <WaitingList {...given} />}
                <People {...given} silent={silent} />
                <Doors {...given} />
                {!silent && <RecordingLead {...given} />}
              </section>
            )}
          </aside>
        )}
      </Suspense>
    </div>
  );
}

/** For a facilitator on a phone: somebody waits behind the fold. */
export function Knock({ room, panel, show }: Panels & { room: MeetingState }) {
  if (!guides(room) || room.waiting.length === 0 || panel === 'door') return null;
  return <button type="button" className="kring-knock" onClick={() => show('door')}>{t('meeting.waitingRoom.knock', { count: room.waiting.length })}</button>;
}

/** The chat, brought into view when it is opened. */
function ChatBeside({ children }: { children: ReactNode }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' }); // Newer browsers answer a promise, which is no way to clean up.
  }, []);
  return (
    <section ref={section} className="kring-stack kring-meeting__chat">
      <Heading level={2} look={3}>{t('meeting.chat.title')}</Heading>
      {children}
    </section>
  );
}
