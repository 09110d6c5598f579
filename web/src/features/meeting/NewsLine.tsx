import { useEffect, useState } from 'react';
import { t } from '../../core/meeting-words';
import type { View } from './view';
import './line.css';

type NewsProps = { news: View['news'] };

/** Long enough to read one sentence twice. */
const shownFor = 8_000;

const sentence = ({ what, alias, text = '' }: View['news'][number]) => t(`meeting.news.${what}`, { alias, text });

/** What happens, for who listens to the screen: each sentence is read once, as it comes. */
export function SpokenNews({ news }: NewsProps) {
  return (
    <div className="kring-hidden" role="log" aria-label={t('meeting.news')}>
      {news.map((item) => <p key={item.id}>{sentence(item)}</p>)}
    </div>
  );
}

/** The last thing that happened, for who looks; it goes by itself. */
export function NewsLine({ news }: NewsProps) {
  const last = news.at(-1);
  const [gone, setGone] = useState(0);
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => setGone(last.id), shownFor);
    return () => clearTimeout(timer);
  }, [last]);
  return <p className="kring-news" aria-hidden="true">{last && last.id !== gone ? sentence(last) : ''}</p>;
}
