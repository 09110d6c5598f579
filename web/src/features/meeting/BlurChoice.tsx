import { t } from '../../core/meeting-words';
import type { OwnMedia, OwnState } from '../../core/rtc/own-media';
import { Choice, Text } from '../../ui';

/** What is behind the person need not be seen. Where her camera cannot do that itself, the page does, on her own device. */
export function BlurChoice({ state, own }: { state: OwnState; own: OwnMedia }) {
  if (!own.canBlur && state.blur !== 'failed') return null;
  return (
    <div className="kring-stack kring-stack--tight">
      {own.canBlur && (
        <Choice
          type="checkbox"
          label={t('meeting.blur')}
          checked={state.blur === true || state.blur === 'coming'}
          onChange={(event) => void own.blur(event.target.checked)}
        />
      )}
      <div role="status">
        {state.blur === 'coming' && <Text small muted>{t('meeting.blur.coming')}</Text>}
        {state.blur === 'failed' && <Text small>{t(state.camera.on ? 'meeting.blur.failed' : 'meeting.blur.failed.off')}</Text>}
      </div>
    </div>
  );
}
