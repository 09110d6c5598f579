import { useQuery } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { t } from '../../../core/meeting-words';
import type { Joint } from '../../../core/script';
import { Heading, Text } from '../../../ui';
import { Bars } from './Bars';
import { summaryBars, type StepSummary } from './summary';

/** What the group answered, without names; it follows while people answer. */
export function Summary({ meeting, joint }: { meeting: string; joint: Joint }) {
  const { data = [] } = useQuery({
    queryKey: ['meetings', meeting, 'joint', joint.steps.join(), joint.answered, joint.shown],
    queryFn: async ({ signal }) => (await api.get<StepSummary[] | null>(`/meetings/${meeting}/joint`, signal)) ?? [],
    placeholderData: (before) => before,
    retry: false,
  });
  const counted = data.filter((step) => step.counted > 0);
  return (
    <section className="kring-summary" aria-label={t('meeting.joint.summary')}>
      <Heading level={2} look={3}>{t('meeting.joint.summary')}</Heading>
      {counted.map((step) => <Step key={step.id} step={step} />)}
      {counted.length === 0 && <Text muted>{t('meeting.joint.few')}</Text>}
    </section>
  );
}

function Step({ step }: { step: StepSummary }) {
  const bars = summaryBars(step);
  return (
    <div className="kring-stack kring-stack--tight">
      <Heading level={3}>{step.title}</Heading>
      {bars.length > 0 ? <Bars bars={bars} label={step.title} columns={step.kind === 'scale'} /> : <Text>{t('meeting.joint.answered', { count: step.answered })}</Text>}
    </div>
  );
}
