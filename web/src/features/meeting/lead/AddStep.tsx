import { useState, type FormEvent } from 'react';
import { t } from '../../../core/meeting-words';
import type { StepKind } from '../../../core/script';
import { Button, Dialog, Select, TextArea, TextBox } from '../../../ui';
import type { RoomProps } from '../stage';

/** What can be added on the spot; a module needs an assignment, and a film its own file. */
const kinds = ['talk', 'round', 'pairs', 'break', 'check-out'] as const satisfies StepKind[];

type AddStepProps = Pick<RoomProps, 'room' | 'wish'> & { open: boolean; close: () => void };

/** A step that nobody planned, after the one of now. */
export function AddStep({ open, close, room, wish }: AddStepProps) {
  const [kind, setKind] = useState<StepKind>('talk');
  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    wish({
      type: 'meeting.insert', after: room.step?.id ?? '', kind, title: String(given.get('title')).trim(),
      body: String(given.get('body')).trim(), minutes: Number(given.get('minutes')), seconds: Number(given.get('seconds') ?? 0),
    });
    close();
  }
  return (
    <Dialog open={open} title={t('meeting.script.add')} onClose={close}>
      <form className="kring-stack" onSubmit={add}>
        <Select label={t('meeting.add.kind')} value={kind} onChange={(event) => setKind(event.target.value as StepKind)}>
          {kinds.map((one) => <option key={one} value={one}>{t(`meeting.kind.${one}`)}</option>)}
        </Select>
        <TextBox label={t('meeting.add.title')} name="title" required maxLength={120} />
        <TextArea label={t('meeting.add.body')} description={t('meeting.add.body.about')} name="body" rows={3} maxLength={2000} />
        <TextBox label={t('meeting.add.minutes')} name="minutes" type="number" inputMode="numeric" min={1} max={240} defaultValue={10} required />
        {(kind === 'round' || kind === 'check-out') && (
          <TextBox label={t('meeting.add.seconds')} name="seconds" type="number" inputMode="numeric" min={0} max={600} defaultValue={60} />
        )}
        <Button type="submit" kind="primary" wide>{t('meeting.add.go')}</Button>
      </form>
    </Dialog>
  );
}
