import { useState } from 'react';
import { t } from '../../core/i18n';
import { Button } from '../../ui';
import ChatPanel, { type ChatPanelProps } from './ChatPanel';

/** Conversations at one place, of which one is shown: for a facilitator also the one with her colleague. */
export default function ChatChoice({ chats }: { chats: (ChatPanelProps & { of: NonNullable<ChatPanelProps['of']> })[] }) {
  const [chosen, setChosen] = useState(0);
  const shown = chats[chosen] ?? chats[0];
  if (!shown) return null;
  return (
    <>
      {chats.length > 1 && (
        <div className="kring-row" role="group" aria-label={t('chat.choice')}>
          {chats.map(({ channel, of }, i) => (
            <Button key={channel} small pressed={i === chosen} onClick={() => setChosen(i)}>{t(`chat.choice.${of}`)}</Button>
          ))}
        </div>
      )}
      <ChatPanel key={shown.channel} {...shown} />
    </>
  );
}
