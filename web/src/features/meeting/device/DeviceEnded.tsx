import { t } from '../../../core/meeting-words';
import { Button, Card, Page, Text } from '../../../ui';
import type { StageProps } from '../stage';

/** After the meeting, or out of it. Nothing of it stays on this device. */
export function DeviceEnded({ view, eyebrow, again }: StageProps) {
  const over = view.ending === 'closed' || view.ending === 'over';
  return (
    <Page title={t(over ? 'device.over.title' : 'device.out.title')} eyebrow={eyebrow}>
      <Card main>
        <Text lead>{t(over ? 'device.over.text' : 'device.out.text')}</Text>
        {!over && <Button kind="primary" onClick={again}>{t('device.again')}</Button>}
      </Card>
    </Page>
  );
}
