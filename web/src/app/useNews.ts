import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { live } from '../core/live';
import { conversationQuery, conversationsQuery } from '../core/queries';
import type { Conversation, Session } from '../core/types';

/** How many messages wait in all conversations, kept up by the socket. The server counts; nothing is added up here. */
export function useNews(session: Session | null | undefined): number {
  const groups = session?.person ? session.groups.map(({ id }) => id).join(' ') : '';
  const queries = useQueryClient();
  const all = useQuery({ ...conversationsQuery, enabled: groups !== '' });
  useEffect(() => {
    if (!groups) return;
    const socket = live();
    const ways = [
      socket.onWelcome(() => {
        for (const group of groups.split(' ')) socket.send({ type: 'chat.watch', group });
        void queries.invalidateQueries({ queryKey: conversationsQuery.queryKey, exact: true }); // what came before is in the list
      }),
      socket.on({
        'chat.news': ({ channel }) => {
          void queries.fetchQuery({ ...conversationQuery(channel), staleTime: 0 }).then((one) => {
            queries.setQueryData<Conversation[]>(conversationsQuery.queryKey, (list) => list && put(list, one));
          }).catch(() => undefined); // the list is read anew when it is opened
        },
      }),
    ];
    return () => ways.forEach((off) => off());
  }, [groups, queries]);
  return (all.data ?? []).reduce((sum, { unread }) => sum + unread, 0);
}

/** The list with one conversation as it is now, the newest first. */
export function put(list: Conversation[], one: Conversation): Conversation[] {
  const others = list.filter(({ channel }) => channel !== one.channel);
  return [...others, one].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
}
