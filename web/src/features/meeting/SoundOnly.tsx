import { Ear } from 'lucide-react';
import { t } from '../../core/meeting-words';
import { Button, useStore } from '../../ui';
import type { PictureWishes } from './pictures';

/** In one tap no pictures of others, which a weak network or a small bundle cannot carry. */
export function SoundOnly({ pictures }: { pictures: PictureWishes }) {
  const on = useStore(pictures.soundOnly);
  return <Button kind="subtle" small icon={Ear} pressed={on} onClick={() => pictures.soundOnly.dispatch(!on)}>{t('meeting.soundOnly')}</Button>;
}
