import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '../../core/i18n';
import { groupMeasuresQuery, memberTrendsQuery, ownTrendsQuery } from '../../core/queries';
import type { GroupMeasures, GroupView } from '../../core/types';
import { Card, Heading, Loaded, Select, Text } from '../../ui';
import { TrendCard } from './TrendCard';
import './measures.css';

/** The measures tab of a group: one's own line for a member, the group and each member for a facilitator. */
export default function Measures({ group }: { group: GroupView }) {
  return group.viewer.role === 'member' ? <Own group={group.id} /> : <Guided group={group.id} />;
}

function Own({ group }: { group: string }) {
  const read = useQuery(ownTrendsQuery(group));
  return (
    <Loaded of={read}>
      {(trends) => (
        <>
          <Text>{t(trends.length === 0 ? 'measures.own.none' : 'measures.own')}</Text>
          {trends.map((trend) => <TrendCard key={trend.instrument} trend={trend} />)}
        </>
      )}
    </Loaded>
  );
}

function Guided({ group }: { group: string }) {
  const [member, setMember] = useState('');
  const read = useQuery(groupMeasuresQuery(group));
  return (
    <Loaded of={read}>
      {({ rows, members }) => (
        <>
          <GroupTable rows={rows} />
          <Card>
            <Select label={t('measures.member')} description={t('measures.member.about')} value={member} onChange={(event) => setMember(event.target.value)}>
              <option value="">{t('measures.member.choose')}</option>
              {members.map(({ id, alias }) => <option key={id} value={id}>{alias}</option>)}
            </Select>
          </Card>
          {member && <Member key={member} id={member} />}
        </>
      )}
    </Loaded>
  );
}

function Member({ id }: { id: string }) {
  const read = useQuery(memberTrendsQuery(id));
  return <Loaded of={read}>{(trends) => (trends.length === 0 ? <Text>{t('measures.member.none')}</Text> : trends.map((trend) => <TrendCard key={trend.instrument} trend={trend} />))}</Loaded>;
}

/** The group without names; nothing is told of fewer than four people. */
function GroupTable({ rows }: Pick<GroupMeasures, 'rows'>) {
  return (
    <Card labelledBy="measures-group">
      <Heading level={2} id="measures-group">{t('measures.group')}</Heading>
      <Text>{t(rows.length === 0 ? 'measures.group.none' : 'measures.group.about')}</Text>
      {rows.length > 0 && (
        <div className="kring-trend__scroll" tabIndex={0} role="region" aria-labelledby="measures-group">
          <table className="utrecht-table kring-trend__table">
            <thead><tr><th scope="col">{t('measures.list')}</th><th scope="col">{t('measures.when')}</th><th scope="col">{t('measures.people')}</th><th scope="col">{t('measures.mean')}</th><th scope="col">{t('measures.since')}</th></tr></thead>
            <tbody>
              {rows.map(({ instrument, name, moment, people, mean, change }) => (
                <tr key={`${instrument} ${moment}`}>
                  <th scope="row">{name === 'Kring' ? t('measures.checkIn') : name}</th>
                  <td>{t(`measures.moment.${moment}`)}</td>
                  <td>{people}</td>
                  <td>{mean === undefined ? t('measures.few') : t('measures.number', { number: mean })}</td>
                  <td>{change === undefined ? '–' : t('measures.signed', { number: change })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
