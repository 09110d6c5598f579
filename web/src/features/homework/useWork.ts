import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../core/api';
import type { AnswerView, AssignmentView, StepValues } from '../../core/types';
import { Autosave } from './autosave';
import { localDrafts } from './drafts';

export const assignmentPath = (id: string) => `/assignments/${id}`;
export const assignmentKey = (id: string): QueryKey => ['assignments', id];

/** A person's work on a module: kept safe as long as the page is open, and the read answer kept up to date. */
export function useWork(assignment: AssignmentView, person: string) {
  const queries = useQueryClient();
  const { id, answer } = assignment;

  const confirm = useCallback((next: AnswerView) => {
    queries.setQueryData<AssignmentView>(assignmentKey(id), (old) => old && { ...old, answer: next });
    return next;
  }, [queries, id]);

  const [save] = useState(() => {
    const put = async (values: StepValues, place: string, rev: number) => {
      const { data } = await call<AnswerView>('PUT', `${assignmentPath(id)}/answer`, { body: { values, place }, ifMatch: String(rev) });
      return confirm(data);
    };
    return new Autosave(answer, localDrafts(person, id), put);
  });
  useEffect(() => save.start(), [save]);
  useEffect(() => save.seen(answer), [save, answer]);

  const handIn = useCallback(async () => {
    const { data } = await call<AnswerView>('POST', `${assignmentPath(id)}/answer/hand-in`, { ifMatch: String(save.store.get().rev) });
    confirm(data);
    void queries.invalidateQueries({ queryKey: ['today'] });
    void queries.invalidateQueries({ queryKey: ['groups', assignment.groupId, 'assignments'] });
  }, [queries, confirm, save, id, assignment.groupId]);

  return { save, handIn };
}
