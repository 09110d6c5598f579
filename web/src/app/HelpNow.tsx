import { LifeBuoy } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { t } from '../core/i18n';
import type { HelpLine } from '../core/types';
import { Button, Dialog, HelpLines, Text } from '../ui';
import { WarnGuide } from './WarnGuide';

const PlanForHelp = lazy(() => import('../features/homework/plan/PlanForHelp'));

type Props = {
  lines: HelpLine[] | undefined;
  /** A member of a group has a place for an own safety plan. */
  member?: boolean | undefined;
};

/** On every page, works without a network: the numbers are in the page. Opening it does nothing else. */
export function HelpNow({ lines, member }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="kring-help-button">
        <Button negative small icon={LifeBuoy} onClick={() => setOpen(true)}>{t('help.button')}</Button>
      </div>
      <Dialog open={open} title={t('help.title')} onClose={() => setOpen(false)}>
        <WarnGuide />
        <Text>{t('help.intro')}</Text>
        <HelpLines lines={lines} />
        {member && open && <Suspense><PlanForHelp onLeave={() => setOpen(false)} /></Suspense>}
      </Dialog>
    </>
  );
}
