import { useQuery } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/staff-words';
import { outcomeQuery, outcomesQuery } from '../../core/queries';
import { date } from '../../core/time';
import type { OutcomeRef } from '../../core/types';
import { Button, ButtonLink, Loaded, Page, Select, Text, useSession } from '../../ui';
import { Cost } from './Cost';
import { Figures } from './Figures';
import './outcome.css';

/** What who pays reads of a half year: the same for everybody, and nobody can be found in it. */
export default function OutcomePage({ org }: { org: string }) {
  const list = useQuery(outcomesQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('outcome.title')} eyebrow={name} width="wide">
      <Loaded of={list}>
        {({ reports, nextAt }) => (
          <>
            <Text>{t('outcome.about')}</Text>
            {reports.length === 0 ? <Text>{t('outcome.none', { day: date(nextAt) })}</Text> : <Reports org={org} reports={reports} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The half year as people say it. */
const named = ({ period }: Pick<OutcomeRef, 'period'>) => t(period.endsWith('1') ? 'outcome.period.first' : 'outcome.period.second', { year: period.slice(0, 4) });

function Reports({ org, reports }: { org: string; reports: OutcomeRef[] }) {
  const [period, setPeriod] = useState(reports[0]?.period ?? '');
  const found = useQuery(outcomeQuery(org, period));
  return (
    <>
      <div className="kring-outcome__choice">
        <Select label={t('outcome.period')} value={period} onChange={(event) => setPeriod(event.target.value)}>
          {reports.map((one) => <option key={one.period} value={one.period}>{named(one)}</option>)}
        </Select>
        <div className="kring-row">
          <Button icon={Printer} onClick={() => print()}>{t('outcome.print')}</Button>
          <ButtonLink icon={Download} href={`/api/organisations/${org}/outcomes/${period}/csv`} download>{t('outcome.csv')}</ButtonLink>
        </div>
      </div>
      <Loaded of={found}>
        {(report) => (
          <>
            <Figures report={report} title={named(report)} />
            <Cost key={period} org={org} report={report} />
            <Text small muted>{t('outcome.made', { day: date(report.madeAt) })}</Text>
          </>
        )}
      </Loaded>
    </>
  );
}
