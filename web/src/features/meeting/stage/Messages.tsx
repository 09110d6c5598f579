import { Coffee, Megaphone } from 'lucide-react';
import { t } from '../../../core/meeting-words';
import type { Said } from '../../../core/script';
import { Alert, Heading, Text } from '../../../ui';
import { remaining } from './time';
import { useServerNow } from './useServerNow';

/** A word of the facilitator to everybody. It is read out as news; this is for who looks. */
export function SaidCard({ said }: { said: Said }) {
  return (
    <section className="kring-saying" aria-label={t('meeting.said')}>
      <Megaphone size={22} aria-hidden />
      <div>
        <p className="kring-small kring-muted">{t('meeting.said')}</p>
        <Text prose>{said.text}</Text>
      </div>
    </section>
  );
}

/** The meeting stands still for a moment. Nothing is asked of anybody. */
export function PauseCard() {
  return (
    <section className="kring-pause" aria-label={t('meeting.pause')}>
      <Coffee size={32} aria-hidden />
      <Heading level={2} look={3}>{t('meeting.pause')}</Heading>
      <Text>{t('meeting.pause.text')}</Text>
    </section>
  );
}

/** No facilitator is there any more: said in whole minutes, because seconds would only make people nervous. */
export function ClosingWarning({ at, ahead }: { at: number; ahead: number }) {
  const minutes = Math.ceil(remaining(at, useServerNow(ahead, 5_000)) / 60_000);
  return (
    <Alert kind="warning" title={t('meeting.closing.title')}>
      <Text>{t('meeting.closing.text', { minutes })}</Text>
    </Alert>
  );
}

/** The participants have gone home; who led stays to talk it over. */
export function DebriefCard() {
  return (
    <section className="kring-pause" aria-label={t('meeting.debrief.now')}>
      <Heading level={2} look={3}>{t('meeting.debrief.now')}</Heading>
      <Text>{t('meeting.debrief.about')}</Text>
    </section>
  );
}
