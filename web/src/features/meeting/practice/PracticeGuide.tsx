import { CircleCheck, Circle as Open } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t, type MessageKey } from '../../../core/meeting-words';
import { playBack } from '../../../core/rtc/echo';
import { Button, Card, Heading, Text } from '../../../ui';
import type { StageProps } from '../stage';
import { heard, ownSeat } from '../view';
import './practice.css';

type Tried = 'connected' | 'microphone' | 'camera' | 'hand' | 'chat';

const tasks: Record<Tried, MessageKey> = {
  connected: 'practice.task.connected', microphone: 'practice.task.microphone', camera: 'practice.task.camera',
  hand: 'practice.task.hand', chat: 'practice.task.chat',
};

/** Beside the buttons of the practice room: what can be tried, ticked off as it is done. */
export function PracticeGuide({ view, speaker, chatting }: Pick<StageProps, 'view' | 'speaker'> & { chatting: boolean }) {
  const tried = useTried(view, chatting);
  const done = Object.keys(tasks).every((task) => tried.has(task as Tried));
  return (
    <Card labelledBy="practice">
      <Heading level={2} look={3} id="practice">{t('practice.title')}</Heading>
      <Text>{t('practice.about')}</Text>
      <ul className="kring-tasks" role="list">
        {(Object.keys(tasks) as Tried[]).map((task) => (
          <li key={task} className="kring-tasks__one">
            {tried.has(task) ? <CircleCheck size={22} aria-hidden /> : <Open size={22} aria-hidden />}
            <span>{t(tasks[task])}{tried.has(task) && <span className="kring-hidden"> {t('practice.done')}</span>}</span>
          </li>
        ))}
      </ul>
      <div role="status">{done && <Text>{t('practice.allDone')}</Text>}</div>
      <Echo track={view.own.microphone.track} speaker={speaker} />
    </Card>
  );
}

/** What was used since the room was entered; a switch counts once it was turned. */
function useTried(view: StageProps['view'], chatting: boolean): Set<Tried> {
  const [tried, setTried] = useState<ReadonlySet<Tried>>(new Set());
  const [first] = useState({ microphone: heard(view), camera: view.own.camera.on });
  const now: Record<Tried, boolean> = {
    connected: view.media?.link.state === 'connected',
    microphone: heard(view) !== first.microphone,
    camera: view.own.camera.on !== first.camera,
    hand: (ownSeat(view.room)?.hand ?? 0) > 0,
    chat: chatting,
  };
  const fresh = (Object.keys(now) as Tried[]).filter((task) => now[task] && !tried.has(task)).join();
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- it remembers what the outside has shown
    if (fresh) setTried((before) => new Set([...before, ...(fresh.split(',') as Tried[])]));
  }, [fresh]);
  return tried as Set<Tried>;
}

function Echo({ track, speaker }: { track: MediaStreamTrack | undefined; speaker: string | undefined }) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on || !track) return;
    return playBack(track, speaker);
  }, [on, track, speaker]);
  return (
    <>
      <div><Button small pressed={on} onClick={() => setOn(!on)}>{t('practice.echo')}</Button></div>
      <Text small muted>{t(on && !track ? 'practice.echo.noMicrophone' : 'practice.echo.about')}</Text>
    </>
  );
}
