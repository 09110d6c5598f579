import { useQuery, useQueryClient } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { ownRecordingsQuery, recordingQuery } from '../../core/queries';
import { withdraw } from '../../core/recording';
import { date } from '../../core/time';
import type { SaidInRecording } from '../../core/types';
import { Card, Final, Heading, Loaded, Switch, Text } from '../../ui';

/** The recordings that a person was asked for, each with the way out of it. */
export function OwnRecordings() {
  const recordings = useQuery(ownRecordingsQuery);
  return (
    <Loaded of={recordings}>
      {(all) => all.length > 0 && (
        <section className="kring-stack" aria-labelledby="opnames">
          <Heading level={2} id="opnames">{t('consents.recordings')}</Heading>
          <Text>{t('consents.recordings.intro')}</Text>
          {all.map((one) => <OwnRecording key={one.id} recording={one} />)}
        </section>
      )}
    </Loaded>
  );
}

function OwnRecording({ recording: { id, number, title, groupName, begunAt, expiresAt, yours, at } }: { recording: SaidInRecording }) {
  const queries = useQueryClient();
  const name = t('consents.recording', { number, title });
  async function leave() {
    await withdraw(id);
    await Promise.all([ownRecordingsQuery, recordingQuery(id)].map(({ queryKey }) => queries.invalidateQueries({ queryKey })));
  }
  return (
    <Card>
      <div className="kring-row kring-row--between kring-row--fixed">
        <Heading level={3}>{name}</Heading>
        {yours === 'yes' && (
          <Final title={t('recordings.withdraw')} text={t('recordings.withdraw.text')} sure={t('recordings.withdraw.sure')} soon={t('recordings.withdraw.soon')} act={leave}>
            {(ask) => <Switch label={t('consents.recording.in', { name })} checked words={{ on: t('consents.on'), off: t('consents.off') }} onChange={ask} />}
          </Final>
        )}
      </div>
      <Text small muted>{t('consents.recording.when', { group: groupName, date: date(begunAt), expires: date(expiresAt) })}</Text>
      <Text>{t(`consents.recording.${yours}`, { date: date(at) })}</Text>
    </Card>
  );
}
