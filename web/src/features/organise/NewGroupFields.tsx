import { t } from '../../core/staff-words';
import type { Facilitator, NewGroup, ProgrammeSummary, Visibility } from '../../core/types';
import { Card, Choice, Choices, Select, TextBox } from '../../ui';

export type FieldsProps = {
  group: NewGroup;
  programmes: ProgrammeSummary[];
  facilitators: Facilitator[];
  change: (part: Partial<NewGroup>) => void;
  errorOf: (field: string) => string | undefined;
};

const rhythms = [7, 14, 21, 28];
const visibilities: Visibility[] = ['members', 'facilitators', 'hidden'];

/** What a coordinator has to look at. */
export function MainFields({ group, programmes, facilitators, change, errorOf }: FieldsProps) {
  const programme = programmes.find(({ id }) => id === group.programmeId);
  function choose(id: string) {
    const next = programmes.find((one) => one.id === id);
    const named = group.name !== programme?.title;
    change({ programmeId: id, theme: next?.title ?? '', ...(!named && { name: next?.title ?? '' }) });
  }
  return (
    <Card>
      <Select label={t('newGroup.programme')} description={programme?.summary} value={group.programmeId} onChange={(event) => choose(event.target.value)} error={errorOf('programmeId')}>
        {programmes.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
      </Select>
      <TextBox label={t('newGroup.name')} required maxLength={80} value={group.name} onChange={(event) => change({ name: event.target.value })} error={errorOf('name')} />
      <div className="kring-columns kring-columns--small">
        <TextBox label={t('newGroup.date')} type="date" required value={group.firstDate} onChange={(event) => change({ firstDate: event.target.value })} error={errorOf('firstDate')} />
        <TextBox label={t('newGroup.time')} type="time" required value={group.time} onChange={(event) => change({ time: event.target.value })} error={errorOf('time')} />
        <Select label={t('newGroup.rhythm')} value={group.everyDays} onChange={(event) => change({ everyDays: Number(event.target.value) })} error={errorOf('everyDays')}>
          {rhythms.map((days) => <option key={days} value={days}>{t('newGroup.every', { weeks: days / 7 })}</option>)}
        </Select>
      </div>
      <Guides {...{ group, facilitators, change, errorOf }} />
    </Card>
  );
}

function Guides({ group, facilitators, change, errorOf }: Omit<FieldsProps, 'programmes'>) {
  const [lead] = group.facilitators;
  function choose(personId: string) {
    change({ facilitators: [personId], ...(group.coFacilitator === personId && { coFacilitator: '' }) });
  }
  return (
    <div className="kring-columns kring-columns--small">
      <Select label={t('newGroup.facilitator')} value={lead} onChange={(event) => choose(event.target.value)} error={errorOf('facilitators')}>
        {facilitators.map(({ personId, name }) => <option key={personId} value={personId}>{name}</option>)}
      </Select>
      <Select label={t('newGroup.coFacilitator')} value={group.coFacilitator ?? ''} onChange={(event) => change({ coFacilitator: event.target.value })} error={errorOf('coFacilitator')}>
        <option value="">{t('newGroup.nobody')}</option>
        {facilitators.filter(({ personId }) => personId !== lead).map(({ personId, name }) => <option key={personId} value={personId}>{name}</option>)}
      </Select>
    </div>
  );
}

/** What is right for most groups and can be changed here. */
export function MoreFields({ group, change, errorOf }: FieldsProps) {
  return (
    <details className="kring-details">
      <summary>{t('newGroup.more')}</summary>
      <Card>
        <TextBox label={t('newGroup.theme')} required maxLength={200} value={group.theme} onChange={(event) => change({ theme: event.target.value })} error={errorOf('theme')} />
        <div className="kring-columns kring-columns--small">
          <TextBox label={t('newGroup.capacity')} description={t('newGroup.capacityAbout')} type="number" min={2} max={14} required value={group.capacity} onChange={(event) => change({ capacity: event.target.valueAsNumber })} error={errorOf('capacity')} />
          <TextBox label={t('newGroup.minAge')} description={t('newGroup.minAgeAbout')} type="number" min={16} max={99} required value={group.minAge} onChange={(event) => change({ minAge: event.target.valueAsNumber })} error={errorOf('minAge')} />
        </div>
        <Choices legend={t('newGroup.kind')} error={errorOf('kind')}>
          {(['groepsbegeleiding', 'groepstherapie'] as const).map((kind) => (
            <Choice key={kind} type="radio" name="kind" label={t(`newGroup.kind.${kind}`)} checked={group.kind === kind} onChange={() => change({ kind })} />
          ))}
        </Choices>
        <Choices legend={t('newGroup.meetingKind')} error={errorOf('meetingKind')}>
          {(['video', 'hybrid', 'chat'] as const).map((kind) => (
            <Choice key={kind} type="radio" name="meetingKind" label={t(`newGroup.meetingKind.${kind}`)} checked={(group.meetingKind ?? 'video') === kind} onChange={() => change({ meetingKind: kind })} />
          ))}
        </Choices>
        <Choices legend={t('newGroup.visibility')} error={errorOf('visibility')}>
          {visibilities.map((visibility) => (
            <Choice key={visibility} type="radio" name="visibility" label={t(`newGroup.visibility.${visibility}`)} checked={group.visibility === visibility} onChange={() => change({ visibility })} />
          ))}
        </Choices>
        <Choices legend={t('newGroup.privateChat')} error={errorOf('privateChat')}>
          {(['off', 'facilitators', 'open'] as const).map((privateChat) => (
            <Choice key={privateChat} type="radio" name="privateChat" label={t(`newGroup.privateChat.${privateChat}`)} checked={(group.privateChat ?? 'off') === privateChat} onChange={() => change({ privateChat })} />
          ))}
        </Choices>
        <TextBox label={t('newGroup.answerTime')} description={t('newGroup.answerTimeAbout')} maxLength={120} value={group.answerTime ?? ''} onChange={(event) => change({ answerTime: event.target.value })} error={errorOf('answerTime')} />
      </Card>
    </details>
  );
}
