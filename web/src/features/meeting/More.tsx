import { Keyboard } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '../../core/meeting-words';
import type { ReactionKind } from '../../core/script';
import { Button, Choice, Choices, Dialog, Switch, Text } from '../../ui';
import { reactions } from './Reaction';
import { remember, remembered } from './remembered';
import { setTextSize, textSize, textSizes } from './text-size';
import './More.css';

type MoreProps = {
  open: boolean;
  close: () => void;
  react: (kind: ReactionKind) => void;
  showKeys: () => void;
  /** What the media offers: sharing the screen, sound only. */
  children?: ReactNode;
};

/** What one needs now and then, so that the buttons below stay few. */
export function More({ open, close, react, showKeys, children }: MoreProps) {
  return (
    <Dialog open={open} title={t('meeting.more')} onClose={close}>
      <section className="kring-stack kring-stack--tight" aria-label={t('meeting.react')}>
        <Text muted small>{t('meeting.react.about')}</Text>
        <div className="kring-reactions">
          {reactions.map(({ kind, icon: Shape }) => (
            <button
              key={kind} type="button" className="kring-tool"
              onClick={() => {
                react(kind);
                close();
              }}
            >
              <Shape size={26} aria-hidden /><span>{t(`meeting.react.${kind}`)}</span>
            </button>
          ))}
        </div>
      </section>
      {children}
      <TextSize />
      <div><Button small icon={Keyboard} onClick={showKeys}>{t('meeting.keys')}</Button></div>
    </Dialog>
  );
}

function TextSize() {
  const [size, setSize] = useState(textSize());
  return (
    <Choices legend={t('meeting.text')}>
      <div className="kring-textsizes">
        {textSizes.map((one) => (
          <Choice
            key={one} type="radio" name="text-size" label={t(`meeting.text.${one}`)} checked={size === one}
            onChange={() => {
              setSize(one);
              setTextSize(one);
            }}
          />
        ))}
      </div>
    </Choices>
  );
}

const rows = ['m', 'v', 'h', 'c', 'r', 'k', 'space', '?'] as const;

type KeysProps = { open: boolean; close: () => void; on: boolean; setOn: (on: boolean) => void };

/** The keys, and the switch for who presses them by accident. */
export function Keys({ open, close, on, setOn }: KeysProps) {
  return (
    <Dialog open={open} title={t('meeting.keys')} onClose={close}>
      <dl className="kring-keys">
        {rows.map((key) => (
          <div key={key}>
            <dt><kbd>{key === 'space' ? t('meeting.keys.space.name') : key.toUpperCase()}</kbd></dt>
            <dd>{t(`meeting.keys.${key === '?' ? 'help' : key}`)}</dd>
          </div>
        ))}
      </dl>
      <Text small muted>{t('meeting.keys.typing')}</Text>
      <Switch checked={on} label={t('meeting.keys.use')} words={{ on: t('meeting.keys.on'), off: t('meeting.keys.off') }} onChange={setOn} />
    </Dialog>
  );
}

/** The person's own switch for the keys, kept in this tab. */
export function useKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(remembered().keys !== false);
  return [on, (next) => {
    setOn(next);
    remember({ keys: next });
  }];
}
