import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { programmesQuery } from '../../core/queries';
import { t } from '../../core/staff-words';
import { clock, date, day } from '../../core/time';
import type { GroupView } from '../../core/types';
import { Button, Choice, Choices, Heading, Mark, Text } from '../../ui';
import './flyer.css';

const QrCode = lazy(() => import('../../ui/QrCode'));

type FlyerProps = { group: GroupView; url: string; expiresAt: number };

const sizes = ['a4', 'a5'] as const;

/** The group's link on paper, to hang up or to hand out: what is seen here is what comes out of the printer, and nothing else of the page. */
export function Flyer(props: FlyerProps) {
  const [size, setSize] = useState<(typeof sizes)[number]>('a4');
  return (
    <div className="kring-stack">
      <Heading level={3}>{t('flyer.title')}</Heading>
      <Text>{t('flyer.about')}</Text>
      <Choices legend={t('flyer.size')}>
        {sizes.map((one) => <Choice key={one} type="radio" name="flyer" label={t(`flyer.size.${one}`)} checked={size === one} onChange={() => setSize(one)} />)}
      </Choices>
      <div><Button small icon={Printer} onClick={() => window.print()}>{t('flyer.print')}</Button></div>
      <Paper {...props} />
      {createPortal(<div className={`kring-sheet kring-sheet--${size}`} aria-hidden><Paper {...props} /></div>, document.body)}
    </div>
  );
}

function Paper({ group, url, expiresAt }: FlyerProps) {
  const programme = useQuery(programmesQuery(group.organisation.id)).data?.find(({ title }) => title === group.programmeTitle);
  const meetings = group.meetings.filter(({ phase }) => phase !== 'off');
  const [now] = useState(Date.now);
  const next = meetings.find(({ startAt }) => startAt > now);
  const begun = next !== meetings[0];
  const { place, cost } = group.offering;
  return (
    <article className="kring-flyer">
      <p className="kring-flyer__from"><Mark /> {group.organisation.name}</p>
      <h4 className="kring-flyer__title">{group.programmeTitle}</h4>
      {programme && <p>{programme.summary}</p>}
      {next && (
        <ul className="kring-flyer__facts">
          <li><strong>{t(begun ? 'flyer.next' : 'flyer.first', { day: day(next.startAt), time: clock(next.startAt) })}</strong></li>
          <li>{t('flyer.meetings', { count: meetings.length, minutes: next.durationMin })}</li>
          <li>{t(`flyer.how.${next.kind === 'practice' ? 'video' : next.kind}`)}{place && ` ${t('flyer.place', { place })}`}</li>
          <li>{t('flyer.alias')}</li>
          <li>{t('flyer.guides', { names: group.facilitators.map(({ name }) => name).join(', ') })}</li>
          {cost && <li>{t('flyer.cost', { cost })}</li>}
        </ul>
      )}
      <div className="kring-flyer__join">
        <Suspense fallback={null}><QrCode text={url} label={t('invite.link.qr', { group: group.name })} /></Suspense>
        <div>
          <h4>{t('flyer.join')}</h4>
          <ol>
            <li>{t('flyer.step.camera')}</li>
            <li>{t('flyer.step.point')}</li>
            <li>{t('flyer.step.press')}</li>
          </ol>
          <p>{t('flyer.until', { date: date(expiresAt) })}</p>
        </div>
      </div>
      <p className="kring-flyer__url">{t('flyer.typed')} <span>{url}</span></p>
    </article>
  );
}
