import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiError, call } from '../../core/api';
import type { SentAnswer } from '../../core/types';
import { keepRemarks, readRemarks, without, written, type Remarks } from './remarks';

/** Two things can stand in the way of sending: newer work (read it first), or trouble. */
export type Outcome = { kind: 'sent'; back: boolean } | { kind: 'newer' } | { kind: 'failed'; error: unknown };

/** A sent answer, and the remarks on it that are being written. */
export type Review = ReturnType<typeof useReview>;

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

  /** One after the other: each answer carries the revision that the next one needs. `back`: and then it goes back. */
  async function sendAll(rev: number, back: boolean): Promise<Outcome> {
    let [left, from] = [remarks, rev];
    const ask = async (method: string, path: string, body?: { text: string }) => {
      const { data } = await call<SentAnswer>(method, `/answers/${answer}/${path}`, { ...(body && { body }), ifMatch: String(from) });
      queries.setQueryData(queryKey, data);
      from = data.rev;
    };
    try {
      for (const [place, text] of written(remarks)) {
        await ask('PUT', `feedback/${place}`, { text });
        left = without(left, place);
        keep(left);
      }
      if (back) await ask('POST', 'send-back');
      return { kind: 'sent', back };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) return { kind: 'failed', error };
      queries.setQueryData(queryKey, error.problem.current);
      return { kind: 'newer' };
    }
  }

  async function send(back: boolean) {
    if (!read.data) return;
    setSending(true);
    setOutcome(await sendAll(read.data.rev, back));
    setSending(false);
    void queries.invalidateQueries({ queryKey: ['feedback'] });
    void queries.invalidateQueries({ queryKey: ['today'] });
  }

  return { read, remarks, keep, sending, outcome, send };
}
