import { t } from '../../core/staff-words';
import { clock, day, rhythm } from '../../core/time';
import type { NewGroup, ProgrammeSummary } from '../../core/types';
import { Text } from '../../ui';

/** The meetings that this form will make, in local time. */
export function DatesPreview({ group, programme }: { group: NewGroup; programme: ProgrammeSummary }) {
  if (!/^\d{4}-\d\d-\d\d$/.test(group.firstDate) || !/^\d\d:\d\d$/.test(group.time)) return <Text muted>{t('newGroup.noDates')}</Text>;
  const starts = rhythm(group.firstDate, group.time, group.everyDays, programme.sessions.length);
  return (
    <>
      <ol className="kring-dates">
        {programme.sessions.map((session, i) => (
          <li key={session.title + String(starts[i])}>
            <strong>{t('newGroup.at', { day: day(starts[i] ?? 0), time: clock(starts[i] ?? 0) })}</strong>
            <span>{session.title}</span>
          </li>
        ))}
      </ol>
      <Text small muted>{t('newGroup.movable')}</Text>
    </>
  );
}
