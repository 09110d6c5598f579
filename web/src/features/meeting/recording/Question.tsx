import { useQuery } from '@tanstack/react-query';
import { t } from '../../../core/meeting-words';
import { recordingTextQuery } from '../../../core/queries';
import type { RecordingState } from '../../../core/recording';
import { Alert, Button, Dialog, Loaded, Text } from '../../../ui';
import type { RoomProps } from '../stage';

type QuestionProps = { meeting: string; recording: RecordingState; open: boolean; close: () => void; wish: RoomProps['wish'] };

/** The text in its newest version, and two answers that weigh the same. Closing it without an answer is no yes. */
export function Question({ meeting, recording, open, close, wish }: QuestionProps) {
  const text = useQuery({ ...recordingTextQuery(meeting), enabled: open });
  function answer(yes: boolean, version: number) {
    wish({ type: 'recording.answer', yes, version });
    close();
  }
  return (
    <Dialog open={open} title={t('recording.ask')} onClose={close}>
      <Loaded of={text}>
        {({ body, version }) => (
          <div className="kring-stack">
            {body.split('\n\n').map((paragraph) => <Text key={paragraph}>{paragraph}</Text>)}
            {recording.yours === 'yes' && <Alert kind="warning"><Text>{t('recording.noAfterYes')}</Text></Alert>}
            <div className="kring-recording__answers">
              <Button wide onClick={() => answer(true, version)}>{t('recording.yes')}</Button>
              <Button wide onClick={() => answer(false, version)}>{t('recording.no')}</Button>
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
