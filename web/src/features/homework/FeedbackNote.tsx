import { MessageCircle } from 'lucide-react';
import { t } from '../../core/i18n';
import { day } from '../../core/time';
import type { StepFeedback } from '../../core/types';
import { Badge, Text } from '../../ui';

/** What the facilitator wrote, at the step it is about. `older`: about what was handed in before the last time. */
export function FeedbackNote({ feedback, older }: { feedback: StepFeedback; older: boolean }) {
  return (
    <figure className="kring-remark">
      <figcaption className="kring-remark__by">
        <MessageCircle size={20} aria-hidden />
        <span>
          {t('homework.feedback.by', { name: feedback.byName, day: day(feedback.at) })}
          {' '}
          {feedback.readAt === 0 && <Badge tone="action">{t('homework.feedback.new')}</Badge>}
        </span>
      </figcaption>
      {feedback.quote && <Text small muted prose>{t('homework.feedback.quote', { text: feedback.quote })}</Text>}
      <blockquote><Text prose>{feedback.text}</Text></blockquote>
      {older && <Text small muted>{t('homework.feedback.older')}</Text>}
    </figure>
  );
}
