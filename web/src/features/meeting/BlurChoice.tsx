import { t } from '../../core/i18n';
import { canBlur } from '../../core/rtc/blur';
import type { OwnMedia, OwnState } from '../../core/rtc/own-media';
import { Choice } from '../../ui';

/** What is behind the person need not be seen: offered where the camera can do that itself. */
export function BlurChoice({ state, own }: { state: OwnState; own: OwnMedia }) {
  if (!canBlur(state.camera.track)) return null;
  return <Choice type="checkbox" label={t('meeting.blur')} checked={state.blur} onChange={(event) => void own.blur(event.target.checked)} />;
}
