import { EyeOff, Flag, HeartHandshake, Pencil, Trash2 } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import type { Message } from '../../core/types';
import { Alert, Button, Dialog, Problem, Text, TextArea } from '../../ui';
import { kinds, signs } from './reactions';

type Mode = 'choose' | 'edit' | 'wrong' | 'worry' | 'thanks';
export type MenuProps = { channel: string; group: string; message: Message; leads: boolean; member: boolean; onClose: () => void };

/** What one can do with a message. */
export function MessageMenu({ channel, group, message, leads, member, onClose }: MenuProps) {
  const [mode, setMode] = useState<Mode>('choose');
  const at = `/channels/${channel}/messages/${message.seq}`;
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onSuccess: onClose });
  return (
    <Dialog open title={t(`chat.menu.${mode}`)} onClose={onClose}>
      {mode === 'choose' && <Choose {...{ at, group, message, leads, member }} act={(work) => act.mutate(work)} go={setMode} />}
      {mode === 'edit' && <Words label={t('chat.message')} begin={message.text} button={t('chat.edit.save')} busy={act.isPending} save={(text) => act.mutate(() => api.put(at, { text }))} />}
      {(mode === 'wrong' || mode === 'worry') && (
        <>
          <Text>{t(`chat.report.${mode}`)}</Text>
          <Words label={t('chat.report.words')} begin="" optional button={t('chat.report.send')} busy={act.isPending}
            save={(words) => void api.post(`${at}/report`, { kind: mode, words }).then(() => setMode('thanks'), (error: unknown) => act.mutate(() => Promise.reject(error as Error)))} />
        </>
      )}
      {mode === 'thanks' && <Alert kind="ok" live><Text>{t('chat.report.thanks')}</Text></Alert>}
      {act.error && <Problem error={act.error} />}
    </Dialog>
  );
}

type ChooseProps = Omit<MenuProps, 'channel' | 'onClose'> & { at: string; act: (work: () => Promise<unknown>) => void; go: (mode: Mode) => void };

function Choose({ at, group, message, leads, member, act, go }: ChooseProps) {
  const own = message.reactions?.find((one) => one.own)?.kind;
  const hideable = member && !message.own && message.author.role === 'member' && message.author.id !== '';
  return (
    <div className="kring-stack">
      <div className="kring-row" role="group" aria-label={t('chat.react')}>
        {kinds.map((kind) => (
          <Button key={kind} small pressed={kind === own} onClick={() => act(() => api.put(`${at}/reaction`, { kind: kind === own ? 'none' : kind }))}>
            <span aria-hidden="true">{signs[kind]}</span> {t(`chat.sign.${kind}`)}
          </Button>
        ))}
      </div>
      {message.own && !message.picture && <Button wide icon={Pencil} onClick={() => go('edit')}>{t('chat.menu.edit')}</Button>}
      {(message.own || leads) && <Button wide negative icon={Trash2} onClick={() => act(() => api.remove(at))}>{t('chat.menu.remove')}</Button>}
      {!message.own && <Button wide icon={Flag} onClick={() => go('wrong')}>{t('chat.menu.wrong')}</Button>}
      {!message.own && <Button wide icon={HeartHandshake} onClick={() => go('worry')}>{t('chat.menu.worry')}</Button>}
      {hideable && (
        <Button wide icon={EyeOff} onClick={() => act(() => api.put(`/groups/${group}/hidden/${message.author.id}`, { hidden: true }))}>
          {t('chat.menu.hide', { alias: message.author.alias })}
        </Button>
      )}
    </div>
  );
}

type WordsProps = { label: string; begin: string; optional?: boolean; button: string; busy: boolean; save: (text: string) => void };

function Words({ label, begin, optional, button, busy, save }: WordsProps) {
  const [text, setText] = useState(begin);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy && (optional || text.trim())) save(text.trim());
  }
  return (
    <form className="kring-form" onSubmit={submit}>
      <TextArea label={label} rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      <div><Button kind="primary" type="submit" busy={busy}>{button}</Button></div>
    </form>
  );
}
