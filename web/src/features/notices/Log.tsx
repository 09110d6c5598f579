import { clock, day } from '../../core/time';
import type { Notifications } from '../../core/types';
import { Card, Heading, List, ListItem, Text } from '../../ui';
import { kindName } from './Kinds';
import { t } from '../../core/notice-words';

type Told = Notifications['log'][number];

/** What the person was told, the newest first. */
export function Log({ of }: { of: Told[] }) {
  return (
    <Card labelledBy="verstuurd">
      <Heading level={2} look={3} id="verstuurd">{t('notices.log')}</Heading>
      <Text small muted>{t('notices.log.about')}</Text>
      {of.length === 0 ? <Text muted>{t('notices.log.none')}</Text> : (
        <List label={t('notices.log')}>
          {of.map((one) => (
            <ListItem key={`${one.at}${one.kind}${one.mail}${one.push}`}>
              <strong>{kindName(one.kind)}</strong>
              <Text small muted>{`${day(one.at)}, ${clock(one.at)} · ${outcome(one)}`}</Text>
            </ListItem>
          ))}
        </List>
      )}
    </Card>
  );
}

/** How it went, in one sentence: what arrived, or else why nothing did. */
function outcome({ mail, push }: Told): string {
  if (mail === 'sent' && push === 'sent') return t('notices.told.both');
  if (mail === 'sent') return t('notices.told.mail');
  if (push === 'sent') return t('notices.told.push');
  if (!mail || !push) return t('notices.told.waiting');
  for (const why of ['refused', 'failed', 'late', 'moot', 'off'] as const) if (mail === why) return t(`notices.told.${why}`);
  return t('notices.told.nowhere');
}
