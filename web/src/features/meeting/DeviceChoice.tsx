import { t } from '../../core/meeting-words';
import type { Kind, OwnMedia, OwnState } from '../../core/rtc/own-media';
import { canChooseSpeaker } from '../../core/rtc/sound';
import { Select } from '../../ui';

type DeviceChoiceProps = { state: OwnState; own: OwnMedia; speaker: string | undefined; chooseSpeaker: (id: string) => void };

/** Another camera, microphone or loudspeaker; folded away, because most people have one of each. */
export function DeviceChoice({ state, own, speaker, chooseSpeaker }: DeviceChoiceProps) {
  const used = (kind: Kind) => (state[kind].raw ?? state[kind].track)?.getSettings().deviceId ?? state[kind].chosen;
  const choose = (kind: Kind) => (id: string) => void own.choose(kind, id);
  return (
    <details className="kring-details">
      <summary>{t('meeting.check.choose')}</summary>
      <div className="kring-stack">
        <Devices label={t('meeting.check.whichCamera')} all={state.devices} kind="videoinput" used={used('camera')} choose={choose('camera')} />
        <Devices label={t('meeting.check.whichMicrophone')} all={state.devices} kind="audioinput" used={used('microphone')} choose={choose('microphone')} />
        {canChooseSpeaker() && (
          <Devices label={t('meeting.check.whichSpeaker')} all={state.devices} kind="audiooutput" used={speaker} choose={chooseSpeaker} />
        )}
      </div>
    </details>
  );
}

type DevicesProps = {
  label: string;
  all: readonly MediaDeviceInfo[];
  kind: MediaDeviceKind;
  used: string | undefined;
  choose: (id: string) => void;
};

function Devices({ label, all, kind, used, choose }: DevicesProps) {
  // Without permission browsers list devices without an id: there is nothing to choose from then.
  const devices = all.filter((device) => device.kind === kind && device.deviceId !== '');
  if (devices.length === 0) return null;
  return (
    <Select label={label} value={used ?? devices[0]?.deviceId} onChange={(event) => choose(event.target.value)}>
      {devices.map((device, i) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || t('meeting.check.device', { number: i + 1 })}
        </option>
      ))}
    </Select>
  );
}
