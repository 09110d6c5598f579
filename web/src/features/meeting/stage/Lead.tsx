import { t } from '../../../core/meeting-words';
import type { Poll } from '../../../core/script';
import type { MeetingState } from '../../../core/wire';
import { Text } from '../../../ui';
import { Running, ScriptWords } from '../reins';
import type { MeetingSession } from '../session';
import type { RoomProps } from '../stage';
import { guides } from '../view';
import { ClosingWarning, DebriefCard, PauseCard, SaidCard } from './Messages';
import { PairsCard } from './PairsCard';
import { PollCard } from './PollCard';
import { ownRoom } from './rooms';
import { StepCard } from './StepCard';
import { StickCard } from './StickCard';
import { TimerCard } from './TimerCard';
import './cards.css';

/** What leads the meeting now: where we are, and what is asked. On a phone it stands above the faces. */
export function Lead({ session, room, ahead, silent = false }: { session: MeetingSession; room: MeetingState; ahead: number; silent?: boolean }) {
  const given: RoomProps = { room, ahead, wish: (wanted) => void session.wish(wanted) };
  const onTimer = () => session.view.dispatch({ type: 'noticed', news: { what: 'timer', alias: '' } });
  const guide = guides(room);
  return (
    <div className="kring-meeting__lead">
      {room.closing && <ClosingWarning at={room.closing.at} ahead={ahead} />}
      {room.debrief && <DebriefCard />}
      {guide && <ScriptWords {...given} />}
      <Cards {...given} onTimer={onTimer} speak={silent ? undefined : () => void session.toggle('microphone')} />
      {guide && <Running {...given} />}
    </div>
  );
}

type CardsProps = RoomProps & { onTimer: () => void; speak: (() => void) | undefined };

/** What is on now, in the order in which a person needs it. */
function Cards({ onTimer, speak, ...given }: CardsProps) {
  const { room, ahead, wish } = given;
  const { stick, timer, pairs, say } = room;
  const own = guides(room) ? undefined : ownRoom(pairs);
  const poll = asked(room);
  return (
    <>
      {room.paused && <PauseCard />}
      {say && <SaidCard said={say} />}
      {pairs && own ? <PairsCard {...given} pairs={pairs} own={own} seconds={(room.step?.minutes ?? 10) * 60} /> : <Step {...given} />}
      {stick && !own && <StickCard {...given} stick={stick} speak={speak} />}
      {timer && <TimerCard timer={timer} ahead={ahead} onEnd={onTimer} />}
      {poll && <PollCard poll={poll} wish={wish} />}
    </>
  );
}

/** The step, for participants; a poll that is the step says the same words itself. */
function Step({ room, ahead }: RoomProps) {
  const { step } = room;
  if (!step || guides(room) || asked(room)?.id === step.id) return null;
  return (
    <>
      <StepCard room={room} step={step} ahead={ahead} />
      {room.pairs && <Text small>{t('meeting.pairs.wait')}</Text>}
    </>
  );
}

/** The poll that there is something to do or to see of. */
function asked({ poll }: MeetingState): Poll | undefined {
  return poll && (poll.open || poll.counts) ? poll : undefined;
}
