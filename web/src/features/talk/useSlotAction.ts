import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { slotsQuery, todayQuery } from '../../core/queries';

type Verb = 'book' | 'cancel' | 'withdraw';

/** Books, cancels or calls off one moment, then reads the lists anew: somebody else may have been first. */
export function useSlotAction(group: string) {
  const queries = useQueryClient();
  const action = useMutation({
    mutationFn: ({ verb, id }: { verb: Verb; id: string }): Promise<unknown> => {
      if (verb === 'book') return api.post(`/slots/${id}/booking`);
      return api.remove(verb === 'cancel' ? `/slots/${id}/booking` : `/slots/${id}`);
    },
    onSettled: async () => {
      await Promise.all([slotsQuery(group), todayQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })));
    },
  });
  return { run: (verb: Verb, id: string) => action.mutate({ verb, id }), busy: action.isPending, error: action.error };
}
