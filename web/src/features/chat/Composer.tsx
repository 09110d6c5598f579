import { Send } from 'lucide-react';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { t } from '../../core/i18n';
import { Button, TextArea } from '../../ui';

/** The limit of the server, in characters as people count them. */
const longest = 4000;

export function Composer({ send }: { send: (text: string) => void }) {
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const over = [...text.trim()].length - longest;
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (text.trim() === '' || over > 0) return;
    send(text.trim());
    setText('');
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
    <form className="kring-composer" onSubmit={submit}>
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
      <Button kind="primary" type="submit" icon={Send}>{t('chat.send')}</Button>
    </form>
  );
}
