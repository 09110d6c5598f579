import { Check, Circle, CircleDot, CircleSlash, Plus } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import type { ScriptLine } from '../../../core/script';
import { Button } from '../../../ui';
import type { RoomProps } from '../stage';
import { AddStep } from './AddStep';
import { minutesToGo } from './script';

const signs = { todo: Circle, now: CircleDot, done: Check, skipped: CircleSlash };

/** All steps: to leave one out, to do one again, to go to another one, to add one. */
export function ScriptSteps({ room, wish }: RoomProps) {
  const [adding, setAdding] = useState(false);
  const lines = room.script ?? [];
  return (
    <details className="kring-fold">
      <summary>{t('meeting.script.all', { count: lines.length, minutes: minutesToGo(lines) })}</summary>
      <ol className="kring-steps">
        {lines.map((line) => <Line key={line.id} line={line} wish={wish} />)}
      </ol>
      <div><Button small icon={Plus} onClick={() => setAdding(true)}>{t('meeting.script.add')}</Button></div>
      <AddStep open={adding} close={() => setAdding(false)} room={room} wish={wish} />
    </details>
  );
}

function Line({ line, wish }: Pick<RoomProps, 'wish'> & { line: ScriptLine }) {
  const Sign = signs[line.state];
  const title = words(line.title);
  const { id: step, state } = line;
  return (
    <li className={`kring-steps__one kring-steps__one--${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <Sign size={20} aria-hidden />
      <span className="kring-steps__text">
        <span>{title}</span>
        <span className="kring-small kring-muted">{about(line)}</span>
      </span>
      {state !== 'now' && (
        <span className="kring-steps__actions">
          <Button small kind="subtle" aria-label={t(`meeting.script.go.${state}.who`, { title })} onClick={() => wish({ type: 'meeting.goto', step })}>
            {t(`meeting.script.go.${state}`)}
          </Button>
          {state !== 'done' && (
            <Button
              small kind="subtle" aria-label={t(state === 'skipped' ? 'meeting.script.unskip.who' : 'meeting.script.skip.who', { title })}
              onClick={() => wish({ type: 'meeting.skip', step, skipped: state !== 'skipped' })}
            >
              {t(state === 'skipped' ? 'meeting.script.unskip' : 'meeting.script.skip')}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

function about({ state, minutes, tookMs = 0 }: ScriptLine): string {
  if (state === 'done') return t('meeting.script.took', { took: Math.max(1, Math.round(tookMs / 60_000)), minutes });
  return t(`meeting.script.plan.${state}`, { minutes });
}
