import { useState } from 'react';
import { t } from '../../core/meeting-words';
import { Avatar, Page } from '../../ui';
import { Alarms } from './care/Alarms';
import { Column, Knock, type Panel } from './Column';
import { NewsLine } from './NewsLine';
import { InRoom } from './practice/InRoom';
import type { Wish } from './session';
import type { StageProps } from './stage';
import { together } from './stage/rooms';
import { Shared } from './stage/Shared';
import { Toolbar } from './Toolbar';
import { WrittenTools } from './written/WrittenTools';
import './present.css';

/** A meeting in writing (MEET-10): the same script, names instead of faces, and the chat as large as it can be. */
export function ChatMeeting({ session, view, meeting, eyebrow, parts }: StageProps) {
  const [panel, show] = useState<Panel>();
  const { room, ahead } = view;
  const wish = (wanted: Wish) => void session.wish(wanted);
  if (!room) return null;
  const given = { room, ahead, wish };
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className={room.debrief ? 'kring-meeting kring-meeting--chat kring-meeting--long' : 'kring-meeting kring-meeting--chat'} data-panel={panel}>
        <div className="kring-meeting__first">
          <Alarms session={session} view={view} />
          <Knock room={room} panel={panel} show={show} />
        </div>
        <Column {...{ session, view, meeting, parts, room, panel, show }} silent />
        <div className="kring-meeting__main">
          <div className="kring-meeting__line"><NewsLine news={view.news} /></div>
          <ul className="kring-present" role="list" aria-label={t('meeting.circle')}>
            {together(room).map(({ id, alias, connected, hand }) => (
              <li key={id} className={connected ? 'kring-present__one' : 'kring-present__one kring-present__one--lost'}>
                <Avatar id={id} alias={alias} />
                <span>
                  {alias}
                  {id === room.you.id && ` ${t('meeting.seat.you')}`}
                  {hand > 0 && <strong> · {t('meeting.seat.hand', { order: hand })}</strong>}
                  {!connected && ` · ${t('meeting.seat.lost')}`}
                </span>
              </li>
            ))}
          </ul>
          {meeting.kind === 'hybrid' && <><InRoom meeting={meeting.id} room={room} /><WrittenTools meeting={meeting.id} room={room} /></>}
          <Shared {...given} work={parts.work} />
          {parts.chat(meeting.id, room)}
        </div>
        <Toolbar session={session} view={view} silent />
      </div>
    </Page>
  );
}
