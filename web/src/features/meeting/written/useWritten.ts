import { useEffect, useState } from 'react';
import { live } from '../../../core/live';

/** What somebody typed stays in view this long after the last letter. */
const shownFor = 10_000;
/** Finished captions that stay in view. */
const kept = 3;

/** What a participant is typing now, "" for nothing. */
export function useTyped(id: string): string {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live().on({
      'meeting.typed': (message) => {
        if (message.id !== id) return;
        clearTimeout(timer);
        if (message.text) setText(message.text);
        timer = setTimeout(() => setText(''), shownFor);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id]);
  return text;
}

export type CaptionLine = { id: number; text: string; final: boolean };

/** The last captions of a meeting; one that is not final is replaced by the next. */
export function useCaptions(meeting: string): CaptionLine[] {
  const [lines, setLines] = useState<CaptionLine[]>([]);
  useEffect(() => live().on({
    'meeting.captioned': ({ meeting: of, text, final }) => {
      if (of === meeting) setLines((before) => withCaption(before, text, final));
    },
  }), [meeting]);
  return lines;
}

export function withCaption(before: CaptionLine[], text: string, final: boolean): CaptionLine[] {
  const last = before.at(-1);
  const done = last && !last.final ? before.slice(0, -1) : before;
  const id = last && !last.final ? last.id : (last?.id ?? 0) + 1;
  return text ? [...done, { id, text, final }].slice(-kept) : done;
}
