import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { AssignmentView, Step } from '../../core/types';
import { Alert, Button, Choice, problemText, Text, TextArea } from '../../ui';
import { assignmentKey, assignmentPath } from './useWork';

type Props = { assignment: AssignmentView; step: Step; filled: boolean; saved: () => Promise<boolean> };

/** Who sees this step, bringing it to the group, and asking something: closed until the person wants it. */
export function StepSharing({ assignment, step, filled, saved }: Props) {
  const queries = useQueryClient();
  const [brought, setBrought] = useState(false);
  const act = useMutation({
    mutationFn: async (send: () => Promise<unknown>) => {
      if (await saved()) await send();
    },
    onSuccess: () => Promise.all([
      queries.invalidateQueries({ queryKey: assignmentKey(assignment.id) }),
      queries.invalidateQueries({ queryKey: ['groups', assignment.groupId, 'table'] }),
    ]),
  });
  const path = `${assignmentPath(assignment.id)}/steps/${step.id}`;
  const mine = assignment.answer.mine.includes(step.id);
  const bring = (nameless: boolean) => act.mutate(async () => {
    await api.post(`${assignmentPath(assignment.id)}/table`, { step: step.id, nameless });
    setBrought(true);
  });
  return (
    <details className="kring-details">
      <summary>{t(mine ? 'homework.share.mine' : 'homework.share.title')}</summary>
      <div className="kring-stack kring-stack--tight">
        <div className="kring-choices" role="radiogroup" aria-label={t('homework.share.who', { title: step.title })}>
          {[true, false].map((one) => (
            <Choice
              key={String(one)} type="radio" name={`${step.id}-who`} checked={mine === one}
              label={t(one ? 'homework.share.me' : 'homework.share.facilitator')}
              onChange={() => act.mutate(() => api.put(`${path}/keep`, { mine: one }))}
            />
          ))}
        </div>
        {filled && (
          <>
            <Text small>{t('homework.share.table')}</Text>
            <div className="kring-row">
              <Button small busy={act.isPending} onClick={() => bring(true)}>{t('homework.share.nameless')}</Button>
              <Button small busy={act.isPending} onClick={() => bring(false)}>{t('homework.share.alias')}</Button>
            </div>
            {brought && <Alert kind="ok" live><Text>{t('homework.share.brought')}</Text></Alert>}
          </>
        )}
        <Ask asked={assignment.answer.questions[step.id]} title={step.title} onAsk={(text) => act.mutate(() => api.put(`${path}/question`, { text }))} />
        {act.error && <Alert kind="error" live><Text>{problemText(act.error)}</Text></Alert>}
      </div>
    </details>
  );
}

function Ask({ asked = '', title, onAsk }: { asked: string | undefined; title: string; onAsk: (text: string) => void }) {
  const [text, setText] = useState(asked);
  return (
    <>
      <TextArea label={t('homework.ask.label')} aria-label={t('homework.ask.about', { title })} rows={2} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="kring-row">
        <Button small disabled={text.trim() === asked} onClick={() => onAsk(text)}>{t(text.trim() ? 'homework.ask.send' : 'homework.ask.withdraw')}</Button>
        {asked && <Text small muted>{t('homework.ask.sent')}</Text>}
      </div>
    </>
  );
}
