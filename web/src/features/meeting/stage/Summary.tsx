import { useQuery } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { t } from '../../../core/i18n';
import type { Joint } from '../../../core/script';
import { Heading, Text } from '../../../ui';
import { Bars } from './Bars';
import { summaryBars, type JointSummary } from './summary';

/** What the group answered, without names; it follows while people answer. */
export function Summary({ meeting, joint }: { meeting: string; joint: Joint }) {
  const { data } = useQuery({
    queryKey: ['meetings', meeting, 'joint', joint.steps.join(), joint.answered, joint.shown],
    queryFn: ({ signal }) => api.get<JointSummary>(`/meetings/${meeting}/joint`, signal),
    placeholderData: (before) => before,
    retry: false,
  });
  const steps = data?.steps ?? [];
  return (
    <section className="kring-stack kring-stack--tight" aria-label={t('meeting.joint.summary')}>
      <Heading level={3}>{t('meeting.joint.summary')}</Heading>
      {steps.length === 0 && <Text muted>{t('meeting.joint.few')}</Text>}
      {steps.map((step) => (
        <div key={step.step} className="kring-stack kring-stack--tight">
          <p>{step.title}</p>
          {step.few ? <Text muted>{t('meeting.joint.few')}</Text> : <Bars bars={summaryBars(step)} label={step.title} />}
          {step.words && step.words.length > 0 && (
            <ul className="kring-words" aria-label={step.title}>{step.words.map((word) => <li key={word}>{word}</li>)}</ul>
          )}
        </div>
      ))}
    </section>
  );
}
