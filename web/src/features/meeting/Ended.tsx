import { t } from '../../core/meeting-words';
import { Button, ButtonLink, Card, Page, Text } from '../../ui';
import { Goodbye } from './Goodbye';
import type { StageProps } from './stage';
import { guides } from './view';

/** After the meeting, or out of it: why, that it is all right, and what can be done next. */
export function Ended({ view, meeting, eyebrow, again }: StageProps) {
  const ending = view.ending ?? 'left';
  const over = ending === 'closed' || ending === 'over';
  const returns = !over || guides(view.room);
  return (
    <Page title={t(`meeting.ended.${ending}.title`)} eyebrow={eyebrow}>
      <Card main>
        <Text lead>{t(`meeting.ended.${ending}.text`)}</Text>
        <Text>{t('meeting.ended.help')}</Text>
        <div className="kring-row">
          {returns && <Button kind={over ? 'secondary' : 'primary'} onClick={again}>{t(`meeting.ended.${ending}.again`)}</Button>}
          <ButtonLink kind={over ? 'primary' : 'secondary'} href="/vandaag">{t('meeting.toToday')}</ButtonLink>
          <ButtonLink kind="subtle" href={`/groep/${meeting.groupId}/chat`}>{t('meeting.ended.toChat')}</ButtonLink>
        </div>
      </Card>
      {over && !guides(view.room) && <Goodbye meeting={meeting} />}
    </Page>
  );
}

/** Not there, or not for you: the same words. */
export function Gone() {
  return (
    <Page title={t('meeting.gone.title')}>
      <Text>{t('meeting.gone.text')}</Text>
      <div><ButtonLink kind="primary" href="/vandaag">{t('meeting.toToday')}</ButtonLink></div>
    </Page>
  );
}
