import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { chatRulesQuery } from '../../core/queries';
import { clock, day } from '../../core/time';
import type { ChatRules } from '../../core/types';
import { Alert, Button, Heading, Text } from '../../ui';

/** Says honestly whether somebody watches, and when an answer may be expected (SAFE-5). */
export function Watched({ rules }: { rules: ChatRules }) {
  if (rules.watched) return <Text small>{t('chat.watched')}</Text>;
  const text = rules.nextAt ? t('chat.unwatched.until', { day: day(rules.nextAt), time: clock(rules.nextAt) }) : t('chat.unwatched');
  return <Text small>{text}</Text>;
}

/** Why somebody cannot write here now; nothing when she can. */
export function useBarred(group: string, of: string) {
  const rules = useQuery({ ...chatRulesQuery(group), staleTime: 60_000 }).data;
  const open = of === 'line' || of === 'back';
  return { rules, barred: rules && !open && (rules.out ?? rules.rules) ? rules : undefined };
}

export function Barred({ rules, group }: { rules: ChatRules; group: string }) {
  const queries = useQueryClient();
  const agree = useMutation({
    mutationFn: (version: number) => api.post(`/groups/${group}/chat/house-rules`, { version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: chatRulesQuery(group).queryKey }),
  });
  if (rules.out) {
    return <Alert kind="info"><Text>{t('chat.out.told', { reason: rules.out.reason })}</Text></Alert>;
  }
  const text = rules.rules;
  if (!text) return null;
  return (
    <section className="kring-stack">
      <Heading level={3}>{text.title}</Heading>
      {text.body.split('\n\n').map((part) => <Text key={part}>{part}</Text>)}
      <div><Button kind="primary" busy={agree.isPending} onClick={() => agree.mutate(text.version)}>{t('chat.rules.agree')}</Button></div>
    </section>
  );
}
