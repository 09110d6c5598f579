import { ChartNoAxesColumn, Clapperboard, CornerDownLeft, Pause, Play, Presentation, Repeat, Timer as Clock, Users } from 'lucide-react';
import { useState, type ComponentType } from 'react';
import { t } from '../../../core/meeting-words';
import type { MeetingState } from '../../../core/wire';
import { Button, type Icon } from '../../../ui';
import type { RoomProps } from '../stage';
import { FilmDialog } from './FilmDialog';
import { PairsDialog } from './PairsDialog';
import { PollDialog } from './PollDialog';
import { RoundDialog } from './RoundDialog';
import { SayDialog } from './SayDialog';
import { ScriptSteps } from './ScriptSteps';
import { TableDialog } from './TableDialog';
import { TimerDialog } from './TimerDialog';

type Tool = 'round' | 'timer' | 'poll' | 'pairs' | 'film' | 'table' | 'say';
type DialogProps = RoomProps & { open: boolean; close: () => void };

const tools: { tool: Tool; icon: Icon; dialog: ComponentType<DialogProps> }[] = [
  { tool: 'round', icon: Repeat, dialog: RoundDialog }, { tool: 'timer', icon: Clock, dialog: TimerDialog },
  { tool: 'poll', icon: ChartNoAxesColumn, dialog: PollDialog }, { tool: 'pairs', icon: Users, dialog: PairsDialog },
  { tool: 'film', icon: Clapperboard, dialog: FilmDialog }, { tool: 'table', icon: Presentation, dialog: TableDialog },
  { tool: 'say', icon: CornerDownLeft, dialog: SayDialog },
];

/** Which tool a step was made for. */
const toolOf: Partial<Record<string, Tool>> = { round: 'round', 'check-out': 'round', pairs: 'pairs', poll: 'poll', film: 'film', break: 'timer' };

/** The tool that the step of now was made for, as long as it is not on. */
function fitting(room: MeetingState) {
  const on: Partial<Record<Tool, unknown>> = { round: room.stick, poll: room.poll, pairs: room.pairs, film: room.film, timer: room.timer };
  return tools.find(({ tool }) => tool === toolOf[room.step?.kind ?? ''] && !on[tool]);
}

/** One button for what this step is about; on a phone it is the only tool that is not folded away. */
export function StepStart(props: RoomProps) {
  const [open, setOpen] = useState(false);
  const fits = fitting(props.room);
  if (!fits || props.room.debrief) return null;
  const { tool, icon, dialog: Shown } = fits;
  return (
    <>
      <Button small wide icon={icon} onClick={() => setOpen(true)}>{t(`meeting.tool.${tool}.start`)}</Button>
      <Shown {...props} open={open} close={() => setOpen(false)} />
    </>
  );
}

/** What a facilitator can put on everybody's screen besides, and all steps. */
export function StepTools(props: RoomProps) {
  const { room, wish } = props;
  const [open, setOpen] = useState<Tool>();
  const others = tools.filter((one) => one !== fitting(room));
  return (
    <section className="kring-lead" aria-label={t('meeting.tools')}>
      <div className="kring-tools">
        {others.map(({ tool, icon: Shape }) => (
          <button key={tool} type="button" className="kring-tool" onClick={() => setOpen(tool)}>
            <Shape size={22} aria-hidden /><span>{t(`meeting.tool.${tool}`)}</span>
          </button>
        ))}
        <button type="button" className="kring-tool" aria-pressed={room.paused ?? false} onClick={() => wish({ type: 'meeting.pause', paused: !room.paused })}>
          {room.paused ? <Play size={22} aria-hidden /> : <Pause size={22} aria-hidden />}<span>{t('meeting.tool.pause')}</span>
        </button>
      </div>
      {others.map(({ tool, dialog: Shown }) => <Shown key={tool} {...props} open={open === tool} close={() => setOpen(undefined)} />)}
      {(room.script?.length ?? 0) > 0 && <ScriptSteps {...props} />}
    </section>
  );
}
