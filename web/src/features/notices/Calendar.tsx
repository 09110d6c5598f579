import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../core/api';
import { noticesQuery } from '../../core/queries';
import { date } from '../../core/time';
import { Button, Card, Heading, Problem, Text, TextBox } from '../../ui';
import { t } from '../../core/notice-words';

/** The secret link by which one's own calendar fetches all appointments. It is shown once. */
export function Calendar({ at }: { at: number }) {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey });
  const renew = useMutation({ mutationFn: () => api.post<{ url: string }>('/notices/calendar'), onSuccess: again });
  const stop = useMutation({ mutationFn: () => api.remove('/notices/calendar'), onSuccess: () => { renew.reset(); return again(); } });
  const error = renew.error ?? stop.error;
  return (
    <Card labelledBy="agenda">
      <Heading level={2} look={3} id="agenda">{t('notices.calendar')}</Heading>
      <Text>{t('notices.calendar.about')}</Text>
      {error && <Problem error={error} />}
      {renew.data && <Shown url={renew.data.url} />}
      {at > 0 && !renew.data && <Text>{t('notices.calendar.made', { date: date(at) })}</Text>}
      <div className="kring-row">
        <Button busy={renew.isPending} onClick={() => renew.mutate()}>{t(at > 0 ? 'notices.calendar.renew' : 'notices.calendar.make')}</Button>
        {at > 0 && <Button kind="subtle" busy={stop.isPending} onClick={() => stop.mutate()}>{t('notices.calendar.stop')}</Button>}
      </div>
    </Card>
  );
}

function Shown({ url }: { url: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard?.writeText(url);
    setCopied(true);
  }
  return (
    <div className="kring-stack">
      <TextBox label={t('notices.calendar.link')} description={t('notices.calendar.once')} readOnly value={url} onFocus={(event) => event.target.select()} />
      <div className="kring-row">
        <Button small icon={Copy} onClick={() => void copy()}>{t('action.copy')}</Button>
        <span role="status">{copied && t('action.copied')}</span>
      </div>
    </div>
  );
}
