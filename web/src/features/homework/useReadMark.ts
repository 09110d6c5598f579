import { useEffect } from 'react';
import { api } from '../../core/api';
import type { AssignmentView } from '../../core/types';
import { assignmentPath } from './useWork';

/** Tells the server which feedback this page has shown. The marks on the page stay until the next visit. */
export function useReadMark({ id, answer }: AssignmentView) {
  const upTo = Math.max(0, ...Object.values(answer.feedback).filter((one) => one.readAt === 0).map((one) => one.at));
  useEffect(() => {
    // A mark that did not arrive is made at the next visit.
    if (upTo > 0) api.post(`${assignmentPath(id)}/answer/feedback-read`, { upTo }).catch(() => undefined);
  }, [id, upTo]);
}
