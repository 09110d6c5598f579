import { ArrowRight, AudioLines, Check, Mic } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import type { Stick } from '../../../core/script';
import type { MeetingState } from '../../../core/wire';
import { Avatar, Button, Heading } from '../../../ui';
import type { RoomProps } from '../stage';
import { ownSeat } from '../view';
import { aliases, aliasOf, next } from './stick';
import { TimeRing } from './TimeRing';

type StickCardProps = RoomProps & {
  stick: Stick;
  /** Turns the own microphone on; missing in a meeting in writing. Nobody else ever does that. */
  speak: (() => void) | undefined;
};

/** Who has the word, who comes next, and for the one who has it: the way to speak and to pass it on. */
export function StickCard({ room, stick, ahead, wish, speak }: StickCardProps) {
  const yours = stick.holder === room.you.id;
  const silent = speak !== undefined && !ownSeat(room)?.microphone;
  const following = aliases(room, next(stick));
  return (
    <section className={yours ? 'kring-stick kring-stick--yours' : 'kring-stick'} aria-label={t('meeting.round')}>
      <div className="kring-stick__word">
        {stick.holder && stick.seconds > 0 && <TimeRing endsAt={stick.since + stick.seconds * 1000} seconds={stick.seconds} ahead={ahead} />}
        <div className="kring-stack kring-stack--tight">
          <Heading level={2} look={3}>{sentence(room, stick)}</Heading>
          {stick.holder && (
            <p className="kring-muted kring-small">
              {following[0] ? t('meeting.round.next', { alias: following[0] }) : t('meeting.round.last')}
              {stick.quiet && !yours && ` ${t('meeting.round.quiet')}`}
            </p>
          )}
        </div>
      </div>
      {yours && silent && <Button kind="primary" wide icon={Mic} onClick={speak}>{t('meeting.round.speak')}</Button>}
      {yours && <Button kind={silent ? 'secondary' : 'primary'} wide icon={ArrowRight} onClick={() => wish({ type: 'meeting.stick.pass' })}>{t('meeting.round.pass')}</Button>}
      <Order room={room} stick={stick} />
    </section>
  );
}

function sentence(room: MeetingState, { holder }: Stick): string {
  if (!holder) return t('meeting.round.over');
  return holder === room.you.id ? t('meeting.round.yours') : t('meeting.round.holder', { alias: aliasOf(room, holder) });
}

/** The row in which the word goes round. */
function Order({ room, stick }: { room: MeetingState; stick: Stick }) {
  return (
    <ol className="kring-order" aria-label={t('meeting.round.order')}>
      {stick.order.map((id) => {
        const alias = aliasOf(room, id);
        if (!alias) return null;
        const now = id === stick.holder;
        const done = !now && stick.done.includes(id);
        return (
          <li key={id} className={`kring-order__one${now ? ' kring-order__one--now' : ''}${done ? ' kring-order__one--done' : ''}`} aria-current={now || undefined}>
            {now && <AudioLines size={16} aria-hidden />}
            {done && <Check size={16} aria-hidden />}
            {!now && !done && <Avatar id={id} alias={alias} />}
            <span>{alias}</span>
            {done && <span className="kring-hidden">{t('meeting.round.had')}</span>}
          </li>
        );
      })}
    </ol>
  );
}
