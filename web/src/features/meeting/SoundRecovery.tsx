import { useState } from 'react';
import { t } from '../../core/meeting-words';
import { Alert, Button, Text } from '../../ui';
import { playAgain } from './OtherVideo';

type SoundRecoveryProps = {
  /** The browser waits for a click before it plays. */
  blocked: boolean;
  /** Somebody speaks and nothing of it is played. */
  deaf: boolean;
  /** The browser was allowed to play, or (false) not yet. */
  onPlayed: (played: boolean) => void;
};

/** One button when there should be sound and there is none. */
export function SoundRecovery({ blocked, deaf, onPlayed }: SoundRecoveryProps) {
  const [trying, setTrying] = useState(false);
  if (!blocked && !deaf) return null;
  async function recover() {
    setTrying(true);
    onPlayed(await playAgain().then(() => true, () => false));
    setTrying(false);
  }
  return (
    <Alert kind="warning" live>
      <Text>{t(blocked ? 'meeting.sound.blocked' : 'meeting.sound.lost')}</Text>
      <div>
        <Button kind="primary" busy={trying} onClick={() => void recover()}>
          {t(blocked ? 'meeting.sound.on' : 'meeting.sound.recover')}
        </Button>
      </div>
    </Alert>
  );
}
