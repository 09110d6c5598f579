import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { questionnairesQuery } from '../../../core/queries';
import type { Instrument } from '../../../core/types';

export type Rule = Instrument['rules'][number];

/** What an organisation decides about one questionnaire. What is not named stays as it is. */
export function useInstrument(org: string, instrument: Instrument) {
  const queries = useQueryClient();
  const path = `/organisations/${org}/questionnaires/${instrument.id}`;
  const onSuccess = () => queries.invalidateQueries({ queryKey: questionnairesQuery(org).queryKey });
  const choose = useMutation({
    mutationFn: (change: { bandsOff?: boolean; rules?: Rule[] }) => api.put(`${path}/choices`, { bandsOff: instrument.bandsOff, rules: instrument.rules, ...change }),
    onSuccess,
  });
  const confirm = useMutation({ mutationFn: (confirmed: boolean) => api.put(`${path}/confirmation`, { confirmed }), onSuccess });
  return { choose, confirm };
}
