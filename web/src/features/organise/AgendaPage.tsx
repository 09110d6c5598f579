import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { planningQuery } from '../../core/queries';
import { t } from '../../core/staff-words';
import { clock, day, dayKey, localMoment, month, weekday } from '../../core/time';
import type { PlannedView } from '../../core/types';
import { Badge, Button, Link, Loaded, Page, Text, useSession } from '../../ui';
import './agenda.css';

/** The organisation's meetings, a month at a time: on a phone the days on which there is something, on a wide screen a calendar. */
export default function AgendaPage({ org }: { org: string }) {
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  const [today] = useState(() => dayKey(Date.now()));
  const [shown, setShown] = useState(today.slice(0, 7));
  const from = localMoment(`${shown}-01`, '00:00');
  const to = localMoment(`${after(shown, 1)}-01`, '00:00');
  const planning = useQuery(planningQuery(org, from, to));
  return (
    <Page title={t('agenda.title')} eyebrow={<Link href={`/organisatie/${org}`}>{name ?? t('organise.home')}</Link>} width="wide">
      <div className="kring-row">
        <Button small kind="subtle" icon={ChevronLeft} onClick={() => setShown(after(shown, -1))}>{t('agenda.before')}</Button>
        <strong className="kring-agenda__month" role="status">{month(from)}</strong>
        <Button small kind="subtle" icon={ChevronRight} onClick={() => setShown(after(shown, 1))}>{t('agenda.after')}</Button>
        {shown !== today.slice(0, 7) && <Button small onClick={() => setShown(today.slice(0, 7))}>{t('agenda.now')}</Button>}
      </div>
      <Loaded of={planning}>
        {(all) => (
          <>
            {all.length === 0 && <Text muted>{t('agenda.none')}</Text>}
            <Month shown={shown} today={today} meetings={all} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The month so many months after one ("2026-12"). */
function after(shown: string, months: number): string {
  const [year, number] = shown.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

function Month({ shown, today, meetings }: { shown: string; today: string; meetings: PlannedView[] }) {
  const [year, number] = shown.split('-').map(Number) as [number, number];
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const first = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7; // 0 is Monday
  const onDay = new Map<string, PlannedView[]>();
  for (const one of meetings) {
    const on = dayKey(one.startAt);
    onDay.set(on, [...(onDay.get(on) ?? []), one]);
  }
  return (
    <>
      <div className="kring-agenda__week kring-small" aria-hidden>{Array.from({ length: 7 }, (_, i) => <span key={i}>{weekday(aMonday + i * 86_400_000)}</span>)}</div>
      <ol className="kring-agenda" style={{ '--first': first + 1 } as CSSProperties}>
        {Array.from({ length }, (_, i) => `${shown}-${String(i + 1).padStart(2, '0')}`).map((on) => {
          const here = onDay.get(on) ?? [];
          return (
            <li key={on} className={here.length === 0 ? 'kring-agenda__free' : undefined} aria-current={on === today ? 'date' : undefined}>
              <h2 className="kring-agenda__day"><span>{day(localMoment(on, '12:00'))}</span> <span aria-hidden>{Number(on.slice(8))}</span></h2>
              {here.length > 0 && <ul>{here.map((one) => <Planned key={one.meetingId} meeting={one} />)}</ul>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

const aMonday = Date.UTC(2026, 5, 1, 12);

function Planned({ meeting: { groupId, groupName, number, title, startAt, phase, guides } }: { meeting: PlannedView }) {
  return (
    <li className="kring-agenda__meeting">
      <span className="kring-agenda__time">{clock(startAt)}</span> <Link href={`/groep/${groupId}/bijeenkomsten`}>{groupName}</Link>
      {(phase === 'open' || phase === 'off') && <> <Badge tone={phase === 'open' ? 'positive' : 'accent'}>{t(`group.phase.${phase}`)}</Badge></>}
      <span className="kring-small kring-muted">{number}. {title} · {guides.join(', ')}</span>
    </li>
  );
}
