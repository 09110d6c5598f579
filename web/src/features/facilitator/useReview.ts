import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiError, call } from '../../core/api';
import type { SentAnswer } from '../../core/types';
import { keepRemarks, readRemarks, without, written, type Remarks } from './remarks';

/** Two things can stand in the way of sending: newer work (read it first), or trouble. */
export type Outcome = { kind: 'sent'; count: number } | { kind: 'newer' } | { kind: 'failed'; error: unknown };

/** A sent answer, and the remarks on it that are being written. */
export function useReview(answer: string) {
  const queries = useQueryClient();
  const queryKey = ['answers', answer];
  const read = useQuery({ queryKey, queryFn: ({ signal }) => api.get<SentAnswer>(`/answers/${answer}`, signal) });
  const [remarks, setRemarks] = useState(() => readRemarks(answer));
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  function keep(next: Remarks) {
    setRemarks(next);
    keepRemarks(answer, next);
  }

  /** One after the other: each answer carries the revision that the next one needs. */
  async function sendAll(rev: number): Promise<Outcome> {
    let [left, from] = [remarks, rev];
    const all = written(remarks);
    for (const [step, text] of all) {
      try {
        const { data } = await call<SentAnswer>('PUT', `/answers/${answer}/feedback/${step}`, { body: { text }, ifMatch: String(from) });
        queries.setQueryData(queryKey, data);
        from = data.rev;
        left = without(left, step);
        keep(left);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 409) return { kind: 'failed', error };
        queries.setQueryData(queryKey, error.problem.current);
        return { kind: 'newer' };
      }
    }
    return { kind: 'sent', count: all.length };
  }

  async function send() {
    if (!read.data) return;
    setSending(true);
    setOutcome(await sendAll(read.data.rev));
    setSending(false);
    void queries.invalidateQueries({ queryKey: ['feedback'] });
    void queries.invalidateQueries({ queryKey: ['today'] });
  }

  return { read, remarks, keep, sending, outcome, send };
}
