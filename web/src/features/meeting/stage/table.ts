import { useQuery } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { meetingQuery } from '../../../core/queries';
import type { TablePiece } from '../../../core/types';

/** What lies on the group's Groepstafel; `moment` changes when it must be read anew. */
export function usePieces(meeting: string, moment: string, enabled = true) {
  const group = useQuery(meetingQuery(meeting)).data?.groupId;
  return useQuery({
    queryKey: ['groups', group, 'table', 'meeting', moment],
    queryFn: async ({ signal }) => (await api.get<TablePiece[] | null>(`/groups/${group}/table`, signal)) ?? [],
    enabled: enabled && group !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
}
