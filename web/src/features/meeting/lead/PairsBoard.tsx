import { LifeBuoy } from 'lucide-react';
import { t } from '../../../core/i18n';
import type { PairRoom, Pairs } from '../../../core/script';
import { Button, List, ListItem } from '../../../ui';
import type { RoomProps } from '../stage';
import { together } from '../stage/PairsCard';
import { aliases } from '../stage/stick';
import { TimeRing } from '../stage/TimeRing';

/** All small rooms: who asks for help, a visit to each, and the way back for all. */
export function PairsBoard({ room, pairs, ahead, wish }: RoomProps & { pairs: Pairs }) {
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('meeting.pairs')}>
      <div className="kring-row kring-row--between">
        {pairs.endsAt > 0 && <TimeRing small endsAt={pairs.endsAt} seconds={(room.step?.minutes ?? 10) * 60} ahead={ahead} />}
        <Button kind="primary" small onClick={() => wish({ type: 'meeting.pairs.end' })}>{t('meeting.pairs.end')}</Button>
      </div>
      <List label={t('meeting.pairs')}>
        {pairs.rooms.filter((one) => one.members.length > 0).map((one) => (
          <ListItem key={one.number} action={<Visit one={one} here={pairs.visiting === one.number} wish={wish} />}>
            <span className="kring-stack kring-stack--tight">
              <span>{together(aliases(room, one.members))}</span>
              {one.help && <strong className="kring-help-asked"><LifeBuoy size={18} aria-hidden />{t('meeting.pairs.asks')}</strong>}
            </span>
          </ListItem>
        ))}
      </List>
    </section>
  );
}

function Visit({ one, here, wish }: Pick<RoomProps, 'wish'> & { one: PairRoom; here: boolean }) {
  const number = one.number;
  return (
    <Button
      small pressed={here} aria-label={t(here ? 'meeting.pairs.back.who' : 'meeting.pairs.visit.who', { number })}
      onClick={() => wish({ type: 'meeting.pairs.visit', room: here ? 0 : number })}
    >
      {t(here ? 'meeting.pairs.back' : 'meeting.pairs.visit')}
    </Button>
  );
}
