import { t } from '../../core/meeting-words';
import type { OwnMedia, OwnState } from '../../core/rtc/own-media';
import type { DeviceProblem } from '../../core/rtc/problem';
import { Alert, Button, Text } from '../../ui';

type Device = 'microphone' | 'camera' | 'both';

/** What is wrong with which device; the same trouble with both is told once. */
export function problemsOf({ microphone, camera }: OwnState): { device: Device; problem: DeviceProblem }[] {
  if (microphone.problem && microphone.problem === camera.problem) return [{ device: 'both', problem: microphone.problem }];
  const list: { device: Device; problem: DeviceProblem }[] = [];
  if (camera.problem) list.push({ device: 'camera', problem: camera.problem });
  if (microphone.problem) list.push({ device: 'microphone', problem: microphone.problem });
  return list;
}

type DeviceProblemsProps = {
  state: OwnState;
  own: OwnMedia;
  /** In the circle: one line to open, because the faces need the room. */
  folded?: boolean;
};

/** Each trouble with its reason, what to do, and how to take part without. */
export function DeviceProblems({ state, own, folded }: DeviceProblemsProps) {
  async function again(device: Device) {
    if (device !== 'camera') await own.turn('microphone', true);
    if (device !== 'microphone') await own.turn('camera', true);
  }
  return problemsOf(state).map(({ device, problem }) => {
    const title = t(`meeting.problem.${problem}.title`, { device });
    const help = (
      <>
        <Text>{t(`meeting.problem.${problem}.text`, { device })}</Text>
        <Text>{t('meeting.problem.wayOn', { device })}</Text>
        <div><Button small onClick={() => void again(device)}>{t('meeting.problem.again')}</Button></div>
      </>
    );
    if (folded) return <details key={device} className="kring-fold"><summary>{title}</summary>{help}</details>;
    return <Alert key={device} kind="warning" live title={title}>{help}</Alert>;
  });
}
