import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../core/api';
import type { AnswerView, AssignmentView } from '../../core/types';
import { Autosave, type Put } from './autosave';
import { deviceDrafts } from './drafts';
import { putAnswer } from './put';
import type { Draft, Saved } from './work';

export const assignmentPath = (id: string) => `/assignments/${id}`;
export const assignmentKey = (id: string): QueryKey => ['assignments', id];

/** What was left of this work on this device; null when nothing was. Read once, before the work begins. */
export function useDraft(person: string, work: string) {
  return useQuery({
    queryKey: ['draft', person, work],
    queryFn: async () => (await deviceDrafts(person, work).read()) ?? null,
    gcTime: 0, staleTime: Infinity,
  });
}

/** Keeps somebody's work safe as long as the page is open. */
export function useAutosave(saved: Saved, draft: Draft | null, person: string, work: string, put: Put): Autosave {
  const [save] = useState(() => new Autosave(saved, draft ?? undefined, deviceDrafts(person, work), put));
  useEffect(() => save.start(), [save]);
  useEffect(() => save.seen(saved), [save, saved]);
  return save;
}

/** A person's work on a module: kept safe, and the read answer kept up to date. */
export function useWork(assignment: AssignmentView, person: string, draft: Draft | null) {
  const queries = useQueryClient();
  const { id, answer } = assignment;

  const confirm = useCallback((next: AnswerView) => {
    queries.setQueryData<AssignmentView>(assignmentKey(id), (old) => old && { ...old, answer: next });
    return next;
  }, [queries, id]);

  const save = useAutosave(answer, draft, person, id, async (...work) => confirm(await putAnswer(id)(...work)));

  const handIn = useCallback(async () => {
    const { data } = await call<AnswerView>('POST', `${assignmentPath(id)}/answer/hand-in`, { ifMatch: String(save.store.get().rev) });
    confirm(data);
    void queries.invalidateQueries({ queryKey: ['today'] });
    void queries.invalidateQueries({ queryKey: ['groups', assignment.groupId, 'assignments'] });
  }, [queries, confirm, save, id, assignment.groupId]);

  return { save, handIn };
}
