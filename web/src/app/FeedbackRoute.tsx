import FeedbackPage from '../features/facilitator/FeedbackPage';
import SentStep from '../features/homework/SentStep';

/** Puts the participant's own view of a step into the facilitator's page: a feature never imports another. */
export default function FeedbackRoute({ answer }: { answer: string }) {
  return <FeedbackPage answer={answer} sent={(step, value, labelId) => <SentStep step={step} value={value} labelId={labelId} />} />;
}
