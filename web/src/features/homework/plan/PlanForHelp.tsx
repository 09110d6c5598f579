import { useQuery } from '@tanstack/react-query';
import { t } from '../../../core/i18n';
import { planQuery } from '../../../core/queries';
import { Link, Text } from '../../../ui';
import { PlanText } from './PlanText';

/** One's own plan below the help lines: to read at once, also without network, and without leaving the page. */
export default function PlanForHelp({ onLeave }: { onLeave: () => void }) {
  const { data: plan } = useQuery(planQuery);
  if (!plan) return null;
  const written = Object.keys(plan.values).length > 0;
  return (
    <details className="kring-details" open={written}>
      <summary>{t('plan.title')}</summary>
      <div className="kring-stack">
        {written ? <PlanText values={plan.values} /> : <Text>{t('plan.none')}</Text>}
        {/* The dialog closes with the page that it stood on. */}
        <div onClickCapture={onLeave}><Link block href="/plan">{t(written ? 'plan.change' : 'plan.make')}</Link></div>
      </div>
    </details>
  );
}
