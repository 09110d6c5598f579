import { CircleCheck, CloudOff, Ellipsis, Lock, TriangleAlert } from 'lucide-react';
import { t } from '../../core/i18n';
import { Link, Progress } from '../../ui';
import { progress } from './values';
import { saveWord, type SaveWord, type Work } from './work';
import type { Step } from '../../core/types';

const words = {
  nothing: { icon: Lock, key: 'homework.save.nothing' },
  saving: { icon: Ellipsis, key: 'homework.save.saving' },
  saved: { icon: CircleCheck, key: 'homework.save.saved' },
  clash: { icon: TriangleAlert, key: 'homework.save.clash' },
  offline: { icon: CloudOff, key: 'homework.save.offline' },
  signedOut: { icon: TriangleAlert, key: 'homework.save.signedOut' },
  refused: { icon: TriangleAlert, key: 'homework.save.refused' },
} as const satisfies Record<SaveWord, unknown>;

type Tone = 'calm' | 'offline' | 'trouble';

function toneOf(word: SaveWord): Tone {
  if (word === 'nothing' || word === 'saving' || word === 'saved') return 'calm';
  return word === 'offline' ? 'offline' : 'trouble';
}

/** Always in view: is my work safe, and how far am I. Only trouble is announced, or it would talk at every pause. */
export function SaveState({ work, steps }: { work: Work; steps: Step[] }) {
  const word = saveWord(work);
  const tone = toneOf(word);
  const { icon: Shape, key } = words[word];
  const { done, total } = progress(steps, work.values);
  return (
    <div className="kring-savestate">
      <p className={`kring-savestate__word kring-savestate__word--${tone}`} role={tone === 'calm' ? undefined : 'status'}>
        <Shape size={20} aria-hidden />
        <span>
          {t(key)} {word === 'signedOut' && <Link href="/inloggen">{t('homework.save.signIn')}</Link>}
        </span>
      </p>
      <p className="kring-savestate__progress">{t('homework.progress', { done, total })}</p>
      <Progress done={done} total={total} />
    </div>
  );
}
