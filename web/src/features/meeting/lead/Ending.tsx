import { t } from '../../../core/meeting-words';
import { Button, Dialog, Text } from '../../../ui';
import type { RoomProps } from '../stage';

type EndingProps = Pick<RoomProps, 'wish'> & { open: boolean; close: () => void };

/** The goodbye: asked once more, because it takes everybody home. */
export function Ending({ open, close, wish }: EndingProps) {
  return (
    <Dialog open={open} title={t('meeting.debrief.title')} onClose={close}>
      <div className="kring-stack">
        <Text>{t('meeting.debrief.text')}</Text>
        <Button
          kind="primary" wide
          onClick={() => {
            wish({ type: 'meeting.debrief' });
            close();
          }}
        >
          {t('meeting.debrief.go')}
        </Button>
        <Button wide onClick={close}>{t('action.undo')}</Button>
      </div>
    </Dialog>
  );
}
