import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { noticesQuery } from '../../core/queries';
import type { Notifications } from '../../core/types';

export type Choices = Notifications['choices'];

/** Keeps a choice at once; the page shows it while it is on its way. */
export function useChoose() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (next: Choices) => api.put('/notices', next),
    onMutate: (next) => queries.setQueryData<Notifications>(noticesQuery.queryKey, (was) => was && { ...was, choices: next }),
    onSettled: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
}
