import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Redirect, useSearchParams } from 'wouter';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { Loading, Page, Problem } from '../../ui';

/** The way into a practice room: one's own or, for a facilitator with ?lid=, that of a member. */
export default function PracticePage({ group }: { group: string }) {
  const [search] = useSearchParams();
  const memberId = search.get('lid');
  const asked = useRef(false);
  const room = useMutation({ mutationFn: () => api.post<{ id: string }>(`/groups/${group}/practice`, memberId ? { memberId } : {}) });
  const { mutate } = room;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  if (room.data) return <Redirect to={`/bijeenkomst/${room.data.id}`} replace />;
  return (
    <Page title={t('practice.title')}>
      {room.error ? <Problem error={room.error} retry={() => mutate()} /> : <Loading />}
    </Page>
  );
}
