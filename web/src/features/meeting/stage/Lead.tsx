import { lazy, Suspense } from 'react';
import type { MeetingState } from '../../../core/wire';
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

const Reins = lazy(() => import('../lead/Reins'));

/** What leads the meeting now: where we are, and what is asked. On a phone it stands above the faces. */
export function Lead({ session, room, ahead, silent = false }: { session: MeetingSession; room: MeetingState; ahead: number; silent?: boolean }) {
  const given: RoomProps = { room, ahead, wish: (wanted) => void session.wish(wanted) };
  const onTimer = () => session.view.dispatch({ type: 'noticed', news: { what: 'timer', alias: '' } });
  const cards = <Cards {...given} onTimer={onTimer} speak={silent ? undefined : () => void session.toggle('microphone')} />;
  return (
    <div className="kring-meeting__lead">
      {room.closing && <ClosingWarning at={room.closing.at} ahead={ahead} />}
      {room.debrief && <DebriefCard />}
      {guides(room) ? <Suspense fallback={cards}><Reins {...given}>{cards}</Reins></Suspense> : cards}
    </div>
  );
}

/** What is on now, in the order in which a person needs it. */
function Cards({ onTimer, speak, ...given }: RoomProps & { onTimer: () => void; speak: (() => void) | undefined }) {
  const { room, ahead, wish } = given;
  const { step, stick, timer, poll, pairs, say } = room;
  const guide = guides(room);
  const own = guide ? undefined : ownRoom(pairs);
  return (
    <>
      {room.paused && <PauseCard />}
      {say && <SaidCard said={say} />}
      {!guide && step && !own && <StepCard room={room} step={step} ahead={ahead} />}
      {pairs && own && <PairsCard {...given} pairs={pairs} own={own} seconds={(step?.minutes ?? 10) * 60} />}
      {stick && !own && <StickCard {...given} stick={stick} speak={speak} />}
      {timer && <TimerCard timer={timer} ahead={ahead} onEnd={onTimer} />}
      {poll && (poll.open || poll.counts) && <PollCard poll={poll} wish={wish} />}
    </>
  );
}
