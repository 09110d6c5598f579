import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ComponentType } from 'react';
import { t } from '../../core/meeting-words';
import { live } from '../../core/live';
import { meetingQuery } from '../../core/queries';
import { OwnMedia } from '../../core/rtc/own-media';
import type { MeetingView } from '../../core/types';
import { ButtonLink, Loaded, Loading, Page, Text, useStore } from '../../ui';
import { useWarning } from './care/useWarning';
import { ChatMeeting } from './ChatMeeting';
import { Circle } from './Circle';
import { DeviceCheck } from './DeviceCheck';
import { DeviceCircle } from './device/DeviceCircle';
import { DeviceEnded } from './device/DeviceEnded';
import { Ended, Gone } from './Ended';
import { Lobby } from './Lobby';
import './meeting.css';
import { choices, remember, remembered } from './remembered';
import { SpokenNews } from './NewsLine';
import { RecordingSign } from './recording/RecordingSign';
import { MeetingSession } from './session';
import type { Parts, StageProps } from './stage';
import { setTextSize, textSize } from './text-size';
import { stageOf, type Stage } from './view';
import { Ready, WaitingRoom } from './WaitingRoom';

/** One meeting, from the device check to the goodbye. */
export default function MeetingPage({ id, device = false, parts }: { id: string; device?: boolean | undefined; parts: Parts }) {
  const meeting = useQuery(meetingQuery(id));
  const [visit, setVisit] = useState(1);
  useEffect(() => setTextSize(textSize()), []);
  return (
    <Loaded of={meeting}>
      {(found) => found.phase === 'off' ? <CalledOff meeting={found} /> : <Visit key={visit} meeting={titled(found)} device={device} first={visit === 1} parts={parts} again={() => setVisit(visit + 1)} />}
    </Loaded>
  );
}

/** A private meeting has no title of a programme. */
function titled(meeting: MeetingView): MeetingView {
  if (!meeting.private) return meeting;
  return { ...meeting, title: t(meeting.kind === 'practice' ? 'practice.title' : 'talk.title') };
}

/** With others in one room: this page has no seat, sound or picture of its own. */
function inRoom(kind: MeetingView['kind']): boolean {
  return kind === 'hybrid' && new URLSearchParams(location.search).has('ruimte');
}

/** `device`: it is the one in the room, and nobody's own. */
type VisitProps = { meeting: MeetingView; device: boolean; parts: Parts; again: () => void };

function CalledOff({ meeting }: { meeting: MeetingView }) {
  return (
    <Page title={t('meeting.off.title')} eyebrow={meeting.groupName}>
      <Text lead>{t('meeting.off.text')}</Text>
      <div><ButtonLink kind="primary" href={`/groep/${meeting.groupId}/bijeenkomsten`}>{t('meeting.off.group')}</ButtonLink></div>
    </Page>
  );
}

function Visit({ first, ...props }: VisitProps & { first: boolean }) {
  const session = useSession(props.meeting, first);
  return session ? <Stages {...props} session={session} /> : <Loading />;
}

const stages: Record<Stage, ComponentType<StageProps>> = {
  check: DeviceCheck, entering: Entering, gone: Gone, waiting: WaitingRoom, lobby: Lobby, ready: Ready, circle: Circle, ended: Ended,
};

const ofDevice: Partial<typeof stages> = { gone: DeviceEnded, lobby: WaitingRoom, circle: DeviceCircle, ended: DeviceEnded };

function Stages({ session, meeting, device, parts, again }: VisitProps & { session: MeetingSession }) {
  const view = useStore(session.view);
  const [speaker, setSpeaker] = useState(remembered().speaker);
  useWarning(session, view);
  const stage = stageOf(view);
  const written = stage === 'circle' && (meeting.kind === 'chat' || view.room?.you.status === 'room');
  const Shown = (device && ofDevice[stage]) || (written ? ChatMeeting : stages[stage]);
  const within = view.checked && !view.ending;
  useEffect(() => {
    if (!within) return;
    remember({ checked: meeting.id });
    return () => remember({ checked: '' }); // Not run by a reload, which goes on where it was.
  }, [within, meeting.id]);
  function chooseSpeaker(id: string) {
    setSpeaker(id);
    remember({ speaker: id });
  }
  const eyebrow = meeting.private ? meeting.groupName : t('meeting.eyebrow', { group: meeting.groupName, number: meeting.number });
  return (
    <>
      {stage !== 'ended' && <RecordingSign meeting={meeting.id} view={view} wish={(wanted) => void session.wish(wanted)} />}
      <Shown key={stage} {...{ session, view, meeting, eyebrow, speaker, chooseSpeaker, parts, again }} />
      <SpokenNews news={view.news} />
    </>
  );
}

function Entering({ eyebrow }: StageProps) {
  return <Page title={t('meeting.title')} eyebrow={eyebrow}><Text>{t('meeting.entering')}</Text><Loading /></Page>;
}

/** The visit lives as long as the page: devices, connection and seat go with it. */
function useSession({ id: meeting, kind }: MeetingView, first: boolean): MeetingSession | undefined {
  const [session, setSession] = useState<MeetingSession>();
  useEffect(() => {
    const before = remembered();
    const room = inRoom(kind);
    const silent = kind === 'chat' || room;
    const own = new OwnMedia(silent ? { microphone: { on: false }, camera: { on: false } } : before);
    const made = new MeetingSession(meeting, { live: live(), own, silent, room, checked: !first || before.checked === meeting });
    const forget = silent ? undefined : own.subscribe(() => remember(choices(own.state)));
    if (!silent) void own.ask();
    // oxlint-disable-next-line react/set-state-in-effect -- it holds a camera: made once by an effect, never by a render
    setSession(made);
    return () => {
      forget?.();
      made.close();
    };
  }, [meeting, kind, first]);
  return session;
}
