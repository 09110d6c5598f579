import { t } from '../../core/i18n';
import { Avatar, Page } from '../../ui';
import { Alarms } from './care/Alarms';
import { NewsLine } from './NewsLine';
import { InRoom } from './practice/InRoom';
import { Doors, People } from './People';
import { Refusal } from './Refusal';
import type { Wish } from './session';
import type { StageProps } from './stage';
import { Lead } from './stage/Lead';
import { together } from './stage/rooms';
import { Shared } from './stage/Shared';
import './stage/stage.css';
import { Toolbar } from './Toolbar';
import { guides } from './view';
import { WaitingList } from './WaitingList';
import { WrittenTools } from './written/WrittenTools';

/** A meeting in writing (MEET-10): the same script, names instead of faces, and the chat as large as it can be. */
export function ChatMeeting({ session, view, meeting, eyebrow, parts }: StageProps) {
  const { room, ahead } = view;
  const wish = (wanted: Wish) => void session.wish(wanted);
  if (!room) return null;
  const given = { room, ahead, wish };
  const guide = guides(room);
  return (
    <Page title={meeting.title} eyebrow={eyebrow} width="full">
      <div className="kring-meeting kring-meeting--long kring-meeting--chat">
        <div className="kring-meeting__column">
          <Lead session={session} room={room} ahead={ahead} silent />
          {guide && (
            <aside className="kring-meeting__side">
              <section className="kring-stack" aria-label={t('meeting.guide')}>
                {room.debrief && parts.report(meeting.id)}
                <Refusal code={view.refused} />
                <WaitingList room={room} wish={wish} />
                <People room={room} wish={wish} silent />
                <Doors room={room} wish={wish} />
              </section>
            </aside>
          )}
        </div>
        <div className="kring-meeting__main">
          <div className="kring-meeting__line"><NewsLine news={view.news} /></div>
          <Alarms session={session} view={view} />
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
