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
  unkept: { icon: TriangleAlert, key: 'homework.save.unkept' },
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
  const { done, total } = progress(steps, work.values);
  return (
    <div className="kring-savestate">
      <SaveWordLine work={work} />
      <p className="kring-savestate__progress">{t('homework.progress', { done, total })}</p>
      <Progress done={done} total={total} />
    </div>
  );
}

/** Whether the work is safe, in a sentence. */
export function SaveWordLine({ work }: { work: Work }) {
  const word = saveWord(work);
  const tone = toneOf(word);
  const { icon: Shape, key } = words[word];
  return (
    <p className={`kring-savestate__word kring-savestate__word--${tone}`} role={tone === 'calm' ? undefined : 'status'}>
      <Shape size={20} aria-hidden />
      <span>
        {t(key)} {word === 'signedOut' && <Link href={signIn()}>{t('homework.save.signIn')}</Link>}
      </span>
    </p>
  );
}

/** Back to this very page afterwards. */
const signIn = () => `/inloggen?naar=${encodeURIComponent(location.pathname)}`;
