import { t } from '../../../core/meeting-words';
import { TextBox } from '../../../ui';
import { number, ToolDialog, type ToolProps } from './ToolDialog';

/** A clock that everybody sees. */
export function TimerDialog({ open, close, room, wish }: ToolProps) {
  const minutes = room.step?.kind === 'break' ? room.step.minutes : 5;
  return (
    <ToolDialog open={open} close={close} title={t('meeting.timer')} go={t('meeting.tool.timer.start')} onGo={(given) => wish({ type: 'meeting.timer', seconds: 60 * number(given, 'minutes') })}>
      <TextBox label={t('meeting.add.minutes')} name="minutes" type="number" inputMode="numeric" min={1} max={60} defaultValue={minutes} required />
    </ToolDialog>
  );
}
