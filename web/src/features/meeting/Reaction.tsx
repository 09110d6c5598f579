import { Heart, PartyPopper, ThumbsUp, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../core/meeting-words';
import type { ReactionKind } from '../../core/script';
import type { Icon } from '../../ui';
import './Reaction.css';

/** "Same" is "Herkenbaar": I know this too. */
export const reactions: { kind: ReactionKind; icon: Icon }[] = [
  { kind: 'same', icon: UsersRound }, { kind: 'heart', icon: Heart }, { kind: 'thumb', icon: ThumbsUp }, { kind: 'clap', icon: PartyPopper },
];

const shownFor = 4_000;

/** A reaction that floats up at somebody's seat and is gone. The news tells it to who listens. */
export function Reaction({ kind, number }: { kind: ReactionKind; number: number }) {
  const [gone, setGone] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setGone(number), shownFor);
    return () => clearTimeout(timer);
  }, [number]);
  const Shape = reactions.find((one) => one.kind === kind)?.icon;
  if (gone === number || !Shape) return null;
  return (
    <span key={number} className={`kring-reaction kring-reaction--${kind}`} aria-hidden="true">
      <Shape size={22} aria-hidden />{kind === 'same' && t('meeting.react.same')}
    </span>
  );
}
