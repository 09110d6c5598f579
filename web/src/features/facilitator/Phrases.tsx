import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import type { Phrase } from '../../core/types';
import { Alert, Badge, Button, Choice, Dialog, Heading, Loaded, problemText, Text } from '../../ui';

type Props = { group: string; open: boolean; text: string; close: () => void; onUse: (text: string) => void };

/** Texts to use again: put one in what is being written, keep what was written, remove one's own. */
export function Phrases({ group, open, text, close, onUse }: Props) {
  const queryKey = ['groups', group, 'templates'];
  const path = `/groups/${group}/templates`;
  const queries = useQueryClient();
  const read = useQuery({ queryKey, queryFn: async ({ signal }) => (await api.get<Phrase[] | null>(path, signal)) ?? [], enabled: open });
  const act = useMutation({ mutationFn: (send: () => Promise<unknown>) => send(), onSuccess: () => queries.invalidateQueries({ queryKey }) });
  function use(phrase: Phrase) {
    onUse(phrase.text);
    close();
  }
  return (
    <Dialog open={open} title={t('phrases.title')} onClose={close}>
      <Loaded of={read}>
        {(phrases) => (
          <>
            {phrases.length === 0 && <Text muted>{t('phrases.none')}</Text>}
            {phrases.map((phrase) => (
              <div key={phrase.id} className="kring-given kring-stack kring-stack--tight">
                <Text prose>{phrase.text}</Text>
                {phrase.shared && <div><Badge>{t('phrases.shared')}</Badge></div>}
                <div className="kring-row">
                  <Button small onClick={() => use(phrase)}>{t('phrases.use')}</Button>
                  {phrase.own && <Button kind="subtle" small busy={act.isPending} onClick={() => act.mutate(() => api.remove(`${path}/${phrase.id}`))}>{t('phrases.remove')}</Button>}
                </div>
              </div>
            ))}
            {text.trim() && <Keep text={text.trim()} busy={act.isPending} onKeep={(shared) => act.mutate(() => api.post(path, { text: text.trim(), shared }))} />}
            {act.error && <Alert kind="error" live><Text>{problemText(act.error)}</Text></Alert>}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

/** Keeps what was just written. A text to use again is about nobody: that is said here. */
function Keep({ text, busy, onKeep }: { text: string; busy: boolean; onKeep: (shared: boolean) => void }) {
  const [shared, setShared] = useState(false);
  return (
    <section className="kring-stack kring-stack--tight" aria-labelledby="bewaar-tekst">
      <Heading level={3} id="bewaar-tekst">{t('phrases.keep.title')}</Heading>
      <Text prose>{text}</Text>
      <Text small muted>{t('phrases.keep.about')}</Text>
      <Choice type="checkbox" checked={shared} label={t('phrases.keep.shared')} onChange={(event) => setShared(event.target.checked)} />
      <div><Button small busy={busy} onClick={() => onKeep(shared)}>{t('phrases.keep.button')}</Button></div>
    </section>
  );
}
