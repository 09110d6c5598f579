import { useId, useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { Poll } from '../../../core/script';
import { Button, Choice, Heading, Text } from '../../../ui';
import { Good } from '../Good';
import type { RoomProps } from '../stage';
import { Bars } from './Bars';
import { bars, chosen } from './poll';

/** A question to everybody: first one's own answer, then what came of it. */
export function PollCard({ poll, wish }: Pick<RoomProps, 'wish'> & { poll: Poll }) {
  const id = useId();
  const result = bars(poll);
  const voted = (poll.mine?.length ?? 0) > 0;
  return (
    <section className="kring-poll" aria-labelledby={id}>
      <Heading level={2} look={3} id={id}>{words(poll.question)}</Heading>
      {poll.open && !(poll.shown && voted) && <Vote key={poll.id} poll={poll} labelledBy={id} wish={wish} />}
      {result && <Bars bars={result} label={t('meeting.poll.result')} />}
      {!poll.open && !result && <Text muted>{t('meeting.poll.closed')}</Text>}
      <Text small muted>{t('meeting.poll.answered', { count: poll.answered })}</Text>
    </section>
  );
}

type VoteProps = Pick<RoomProps, 'wish'> & { poll: Poll; labelledBy: string };

function Vote({ poll, labelledBy, wish }: VoteProps) {
  const voted = poll.mine ?? [];
  const [options, setOptions] = useState<readonly string[]>(voted);
  const changed = [...options].sort().join() !== [...voted].sort().join();
  return (
    <form
      className="kring-stack kring-stack--tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (options.length > 0) wish({ type: 'meeting.poll.vote', options: [...options] });
      }}
    >
      <div className="kring-choices" role={poll.several ? 'group' : 'radiogroup'} aria-labelledby={labelledBy}>
        {poll.options.map(({ id, label }) => (
          <Choice
            key={id} type={poll.several ? 'checkbox' : 'radio'} name={poll.id} label={words(label)} checked={options.includes(id)}
            onChange={() => setOptions(chosen(options, id, poll.several))}
          />
        ))}
      </div>
      {voted.length > 0 && !changed
        ? <Good>{t('meeting.poll.thanks')}</Good>
        : <Button type="submit" kind="primary" wide>{t('meeting.poll.vote')}</Button>}
      <Text small muted>{t('meeting.poll.private')}</Text>
    </form>
  );
}
