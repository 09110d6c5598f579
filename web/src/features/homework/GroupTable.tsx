import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { TablePiece } from '../../core/types';
import { Alert, Attachments, Button, Card, Heading, Loaded, problemText, Text } from '../../ui';

/** The Groepstafel: what people brought to their group, by alias or without a name. */
export function GroupTable({ group, readOnly }: { group: string; readOnly: boolean }) {
  const queryKey = ['groups', group, 'table'];
  const queries = useQueryClient();
  const read = useQuery({ queryKey, queryFn: ({ signal }) => api.get<TablePiece[]>(`/groups/${group}/table`, signal) });
  const back = useMutation({
    mutationFn: (piece: string) => api.remove(`/groups/${group}/table/${piece}`),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <Card labelledBy="groepstafel">
      <Heading level={2} id="groepstafel">{t('table.title')}</Heading>
      <Loaded of={read}>
        {(pieces) => (
          <>
            <Text muted>{t(pieces.length > 0 || readOnly ? 'table.about' : 'table.none')}</Text>
            {pieces.map((piece) => (
              <article key={piece.id} className="kring-version" aria-label={t('table.piece', { title: piece.title })}>
                <Text small muted>{t('table.from', { who: piece.alias || t('table.nameless'), module: piece.module })}</Text>
                <Heading level={3}>{piece.title}</Heading>
                <Text prose>{piece.text}</Text>
                <Attachments ids={piece.files} />
                {piece.own && <div><Button small icon={Undo2} busy={back.isPending} onClick={() => back.mutate(piece.id)}>{t('table.back')}</Button></div>}
              </article>
            ))}
            {back.error && <Alert kind="error" live><Text>{problemText(back.error)}</Text></Alert>}
          </>
        )}
      </Loaded>
    </Card>
  );
}
