import type { ReactNode } from 'react';
import { guides } from '../view';
import type { RoomProps } from '../stage';
import { ClosingWarning, PauseCard, SaidCard } from './Messages';
import { PairsCard } from './PairsCard';
import { PollCard } from './PollCard';
import { ownRoom } from './rooms';
import { StepCard } from './StepCard';
import { StickCard } from './StickCard';
import { TimerCard } from './TimerCard';

type LeadProps = RoomProps & {
  /** Facilitators: the script itself stands where participants see the step. */
  script: ReactNode;
  onTimer: () => void;
};

/** What leads the meeting now: where we are, and what is asked. On a phone it stands above the faces. */
export function Lead({ room, ahead, wish, script, onTimer }: LeadProps) {
  const { step, stick, timer, poll, pairs, say, closing } = room;
  const own = ownRoom(pairs);
  const guide = guides(room);
  return (
    <>
      {closing && <ClosingWarning at={closing.at} ahead={ahead} />}
      {script}
      {room.paused && <PauseCard />}
      {say && <SaidCard said={say} />}
      {!guide && step && !own && <StepCard room={room} step={step} ahead={ahead} />}
      {pairs && own && !guide && <PairsCard {...{ room, ahead, wish, pairs, own }} seconds={(step?.minutes ?? 10) * 60} />}
      {stick && !own && <StickCard {...{ room, ahead, wish, stick }} />}
      {timer && <TimerCard timer={timer} ahead={ahead} onEnd={onTimer} />}
      {poll && (poll.open || poll.counts) && <PollCard poll={poll} wish={wish} />}
    </>
  );
}
