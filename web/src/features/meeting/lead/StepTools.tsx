import { ChartNoAxesColumn, Clapperboard, CornerDownLeft, Eye, EyeOff, Pause, Play, Repeat, Square, Timer as Clock, UserRoundCheck, Users } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/i18n';
import { Button, type Icon } from '../../../ui';
import type { RoomProps } from '../stage';
import { FilmControls } from './FilmControls';
import { FilmDialog } from './FilmDialog';
import { PairsBoard } from './PairsBoard';
import { PairsDialog } from './PairsDialog';
import { PollDialog } from './PollDialog';
import { RoundDialog } from './RoundDialog';
import { SayDialog } from './SayDialog';
import { TimerDialog } from './TimerDialog';

export type Tool = 'round' | 'timer' | 'poll' | 'pairs' | 'film' | 'say';

const tools: { tool: Tool; icon: Icon }[] = [
  { tool: 'round', icon: Repeat }, { tool: 'timer', icon: Clock }, { tool: 'poll', icon: ChartNoAxesColumn },
  { tool: 'pairs', icon: Users }, { tool: 'film', icon: Clapperboard }, { tool: 'say', icon: CornerDownLeft },
];

/** Which tool the step of now was made for. */
const toolOf: Partial<Record<string, Tool>> = { round: 'round', 'check-out': 'round', pairs: 'pairs', poll: 'poll', film: 'film', break: 'timer' };

/** What a facilitator can put on everybody's screen, beside the script. The tool of this step stands out. */
export function StepTools(props: RoomProps) {
  const { room, wish } = props;
  const [open, setOpen] = useState<Tool>();
  const close = () => setOpen(undefined);
  const fits = room.step && toolOf[room.step.kind];
  const on = running(props);
  return (
    <>
      <Running {...props} />
      <div className="kring-tools" role="group" aria-label={t('meeting.tools')}>
        {tools.filter(({ tool }) => tool === fits && !on.has(tool)).map(({ tool, icon }) => (
          <Button key={tool} small wide icon={icon} onClick={() => setOpen(tool)}>{t(`meeting.tool.${tool}.start`)}</Button>
        ))}
        {tools.filter(({ tool }) => tool !== fits || on.has(tool)).map(({ tool, icon: Shape }) => (
          <button key={tool} type="button" className="kring-tool" onClick={() => setOpen(tool)}>
            <Shape size={22} aria-hidden /><span>{t(`meeting.tool.${tool}`)}</span>
          </button>
        ))}
        <button type="button" className="kring-tool" aria-pressed={room.paused ?? false} onClick={() => wish({ type: 'meeting.pause', paused: !room.paused })}>
          {room.paused ? <Play size={22} aria-hidden /> : <Pause size={22} aria-hidden />}<span>{t('meeting.tool.pause')}</span>
        </button>
      </div>
      <RoundDialog {...props} open={open === 'round'} close={close} />
      <TimerDialog {...props} open={open === 'timer'} close={close} />
      <PollDialog {...props} open={open === 'poll'} close={close} />
      <PairsDialog {...props} open={open === 'pairs'} close={close} />
      <FilmDialog {...props} open={open === 'film'} close={close} />
      <SayDialog {...props} open={open === 'say'} close={close} />
    </>
  );
}

function running({ room }: RoomProps): Set<Tool> {
  const on = new Set<Tool>();
  if (room.stick) on.add('round');
  if (room.poll) on.add('poll');
  if (room.pairs) on.add('pairs');
  if (room.film) on.add('film');
  if (room.timer) on.add('timer');
  return on;
}

/** The reins of what goes on now. */
function Running(props: RoomProps) {
  const { room, wish } = props;
  const { stick, poll, pairs, film, joint, timer } = room;
  return (
    <>
      {stick && (
        <div className="kring-row">
          {stick.holder && <Button small icon={UserRoundCheck} onClick={() => wish({ type: 'meeting.stick.skip' })}>{t('meeting.round.skip')}</Button>}
          <Button small icon={Square} onClick={() => wish({ type: 'meeting.stick.stop' })}>{t('meeting.round.stop')}</Button>
        </div>
      )}
      {poll && (
        <div className="kring-row">
          {poll.open && <Button small onClick={() => wish({ type: 'meeting.poll.close' })}>{t('meeting.poll.close')}</Button>}
          <Button small icon={poll.shown ? EyeOff : Eye} pressed={poll.shown} onClick={() => wish({ type: 'meeting.poll.show', shown: !poll.shown })}>{t('meeting.poll.show')}</Button>
        </div>
      )}
      {joint && (
        <div className="kring-row">
          <Button small icon={joint.shown ? EyeOff : Eye} pressed={joint.shown} onClick={() => wish({ type: 'meeting.joint.show', shown: !joint.shown })}>{t('meeting.joint.show')}</Button>
        </div>
      )}
      {timer && <div className="kring-row"><Button small icon={Square} onClick={() => wish({ type: 'meeting.timer', seconds: 0 })}>{t('meeting.timer.stop')}</Button></div>}
      {film && <FilmControls {...props} film={film} />}
      {pairs && <PairsBoard {...props} pairs={pairs} />}
    </>
  );
}
