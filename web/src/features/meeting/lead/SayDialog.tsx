import { t } from '../../../core/meeting-words';
import { TextArea } from '../../../ui';
import { ToolDialog, type ToolProps } from './ToolDialog';

/** A short word to everybody, also in the pairs. */
export function SayDialog({ open, close, wish }: ToolProps) {
  return (
    <ToolDialog open={open} close={close} title={t('meeting.say.title')} go={t('meeting.say.go')} onGo={(given) => wish({ type: 'meeting.say', text: String(given.get('text')).trim() })}>
      <TextArea label={t('meeting.say.text')} description={t('meeting.say.about')} name="text" rows={3} maxLength={500} />
    </ToolDialog>
  );
}
