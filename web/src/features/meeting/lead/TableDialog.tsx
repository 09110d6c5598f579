import { t } from '../../../core/meeting-words';
import { Choice, Dialog, Loaded, Text } from '../../../ui';
import { usePieces } from '../stage/table';
import { ToolDialog, type ToolProps } from './ToolDialog';

/** Which piece of the Groepstafel, for everybody to look at. */
export function TableDialog({ open, close, room, wish }: ToolProps) {
  const pieces = usePieces(room.meeting, 'choose', open);
  if (pieces.data && pieces.data.length > 0) {
    return (
      <ToolDialog open={open} close={close} title={t('meeting.tool.table')} go={t('meeting.tool.table.start')} onGo={(given) => wish({ type: 'meeting.table', piece: String(given.get('piece')) })}>
        <Text small muted>{t('meeting.table.ask')}</Text>
        <div className="kring-choices" role="radiogroup" aria-label={t('meeting.tool.table')}>
          {pieces.data.map(({ id, alias, title, text }, i) => (
            <Choice key={id} type="radio" name="piece" value={id} defaultChecked={i === 0} label={`${title} · ${alias || t('table.nameless')}`} description={start(text)} />
          ))}
        </div>
      </ToolDialog>
    );
  }
  return (
    <Dialog open={open} title={t('meeting.tool.table')} onClose={close}>
      <Loaded of={pieces}>{() => <Text>{t('meeting.table.none')}</Text>}</Loaded>
    </Dialog>
  );
}

/** Enough to know which piece it is. */
const start = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}…` : text);
