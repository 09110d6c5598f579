import { LifeBuoy } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import type { PairRoom, Pairs } from '../../../core/script';
import { Button, Heading, Text } from '../../../ui';
import type { RoomProps } from '../stage';
import { aliases } from './stick';
import { Paragraphs } from './StepCard';
import { TimeRing } from './TimeRing';

type PairsCardProps = RoomProps & { pairs: Pairs; own: PairRoom; seconds: number };

/** In a pair: with whom, what to do, how long, and how to ask a facilitator in. */
export function PairsCard({ room, pairs, own, seconds, ahead, wish }: PairsCardProps) {
  const names = together(aliases(room, own.members.filter((id) => id !== room.you.id)));
  return (
    <section className="kring-pair" aria-label={t('meeting.pairs')}>
      <div className="kring-stick__word">
        {pairs.endsAt > 0 && <TimeRing endsAt={pairs.endsAt} seconds={seconds} ahead={ahead} />}
        <Heading level={2} look={3}>{t('meeting.pairs.with', { names })}</Heading>
      </div>
      {pairs.task && <Paragraphs text={pairs.task} />}
      <Text small muted>{t('meeting.pairs.private', { names })}</Text>
      <div>
        <Button small icon={LifeBuoy} pressed={own.help} onClick={() => wish({ type: 'meeting.pairs.help', help: !own.help })}>
          {t('meeting.pairs.help')}
        </Button>
      </div>
      {own.help && <Text small>{t('meeting.pairs.asked')}</Text>}
    </section>
  );
}

/** "Anna, Bram en Carla" */
export function together(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return '';
  return names.length === 1 ? last : t('meeting.pairs.and', { names: names.slice(0, -1).join(', '), last });
}
