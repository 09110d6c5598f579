import { Send } from 'lucide-react';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { Recipient } from '../../core/chat';
import { language, t } from '../../core/i18n';
import { personal } from '../../core/personal';
import { Alert, Button, Choice, Select, TextArea } from '../../ui';
import { PhotoButton } from './PhotoButton';

/** The limit of the server, in characters as people count them. */
const longest = 4000;

type ComposerProps = { channel: string; people: Recipient[]; send: (text: string, to?: Recipient, fold?: boolean) => void };

export function Composer({ channel, people, send }: ComposerProps) {
  const [text, setText] = useState('');
  const [only, setOnly] = useState('');
  const [fold, setFold] = useState(false);
  const to = people.find(({ id }) => id === only);
  const gone = only !== '' && !to; // Never to everybody what was meant for one.
  const box = useRef<HTMLTextAreaElement>(null);
  const over = [...text.trim()].length - longest;
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (text.trim() === '' || over > 0 || gone) return;
    send(text.trim(), to, fold);
    setText('');
    setFold(false);
    box.current?.focus();
  }
  /** With a keyboard Enter sends; on a touch screen it is a new line, as people expect there. */
  function key(event: KeyboardEvent) {
    const typing = event.nativeEvent.isComposing || event.shiftKey || matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || typing) return;
    event.preventDefault();
    submit();
  }
  return (
    <form className={to ? 'kring-composer kring-composer--private' : 'kring-composer'} onSubmit={submit}>
      {(people.length > 0 || gone) && (
        <Select label={t('chat.to')} value={only} onChange={(event) => setOnly(event.target.value)} error={gone ? t('chat.to.gone') : undefined}>
          <option value="">{t('chat.to.all')}</option>
          {people.map(({ id, alias }) => <option key={id} value={id}>{t('chat.to.one', { alias })}</option>)}
          {gone && <option value={only}>{t('chat.to.gone')}</option>}
        </Select>
      )}
      <TextArea
        ref={box}
        label={t('chat.message')}
        rows={2}
        value={text}
        enterKeyHint="enter"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        error={over > 0 ? t('chat.tooLong', { count: over }) : undefined}
      />
      <div className="kring-composer__notice" role="status"><Notice text={text} /></div>
      <Button kind="primary" type="submit" icon={Send}>{t('chat.send')}</Button>
      {people.length === 0 && <PhotoButton channel={channel} />}
      <Choice type="checkbox" checked={fold} onChange={(event) => setFold(event.target.checked)} label={t('chat.fold')} />
    </form>
  );
}

/** Says while somebody types what they may regret to have shared. They decide. */
function Notice({ text }: { text: string }) {
  const kinds = personal(text).map((kind) => t(`chat.personal.${kind}`));
  if (kinds.length === 0) return null;
  return <Alert kind="warning">{t('chat.personal', { what: new Intl.ListFormat(language()).format(kinds) })}</Alert>;
}
