import { useState } from 'react';
import { warning } from '../core/care';
import { t } from '../core/i18n';
import { Alert, Button, Text, useStore } from '../ui';

/** In a meeting, the first thing in "Hulp nu": tells the facilitators, and nobody else. */
export function WarnGuide() {
  const now = useStore(warning);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  if (!now) return null;
  async function warn() {
    setBusy(true);
    setFailed(!(await now?.warn()));
    setBusy(false);
  }
  return (
    <div className="kring-stack kring-stack--tight">
      {now.alarm ? (
        <Alert kind="ok" title={t(`help.warn.${now.alarm}.title`)} live><Text>{t(`help.warn.${now.alarm}.text`)}</Text></Alert>
      ) : (
        <>
          <Button kind="primary" wide busy={busy} onClick={() => void warn()}>{t('help.warn')}</Button>
          <Text small muted>{t('help.warn.about')}</Text>
        </>
      )}
      {failed && !now.alarm && <Alert kind="error" live><Text>{t('help.warn.failed')}</Text></Alert>}
      {!now.guide && <Alert kind="warning" live><Text>{t('help.warn.nobody')}</Text></Alert>}
    </div>
  );
}
