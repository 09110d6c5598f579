import { t } from '../../core/staff-words';
import { clock, day, dayKey, rhythm } from '../../core/time';
import type { NewGroup, ProgrammeSummary } from '../../core/types';
import { Button, Text } from '../../ui';

type PreviewProps = { group: NewGroup; programme: ProgrammeSummary; skip: (days: string[]) => void };

/** The meetings that this form will make, in local time. A day that does not suit is left out; all after it move on. */
export function DatesPreview({ group, programme, skip }: PreviewProps) {
  if (!/^\d{4}-\d\d-\d\d$/.test(group.firstDate) || !/^\d\d:\d\d$/.test(group.time)) return <Text muted>{t('newGroup.noDates')}</Text>;
  const without = group.skip ?? [];
  const starts = rhythm(group.firstDate, group.time, group.everyDays, programme.sessions.length, without);
  return (
    <>
      <ol className="kring-dates">
        {programme.sessions.map((session, i) => (
          <li key={session.title + String(starts[i])}>
            <strong>{t('newGroup.at', { day: day(starts[i] ?? 0), time: clock(starts[i] ?? 0) })}</strong>
            <span>{session.title}</span>
            <Button small kind="subtle" onClick={() => skip([...without, dayKey(starts[i] ?? 0)])}>{t('newGroup.skip')}<span className="kring-hidden"> {day(starts[i] ?? 0)}</span></Button>
          </li>
        ))}
      </ol>
      {without.length > 0 && (
        <ul className="kring-stack kring-stack--tight" aria-label={t('newGroup.skipped')}>
          {without.toSorted().map((on) => (
            <li key={on} className="kring-row">
              <span className="kring-small">{t('newGroup.noMeeting', { day: day(Date.parse(on)) })}</span>
              <Button small kind="subtle" onClick={() => skip(without.filter((one) => one !== on))}>{t('newGroup.unskip')}<span className="kring-hidden"> {day(Date.parse(on))}</span></Button>
            </li>
          ))}
        </ul>
      )}
      <Text small muted>{t('newGroup.movable')}</Text>
    </>
  );
}
