import { hasText } from '../../core/i18n';
import { Card, Heading, Problem, Select, Text, useSession } from '../../ui';
import { useChoose, type Choices } from './choose';
import { t } from '../../core/notice-words';

type Choice = Choices['kinds'][number];

/** For whom a kind is; the others are for everybody. */
const onlyFor: Record<string, 'member' | 'guide'> = { report: 'guide', homework: 'member', feedback: 'member', offer: 'member', 'wait-over': 'member' };

/** One choice for each kind: by mail, on one's devices, both or not at all. */
export function Kinds({ choices, devices }: { choices: Choices; devices: boolean }) {
  const choose = useChoose();
  const session = useSession();
  const guides = session?.groups.some((group) => group.role !== 'member') ?? false;
  const shown = choices.kinds.filter(({ kind }) => onlyFor[kind] !== (guides ? 'member' : 'guide') && hasText(`notices.kind.${kind}`));
  const change = (one: Choice, way: string) => choose.mutate({ ...choices, kinds: choices.kinds.map((k) => (k.kind === one.kind ? { ...k, ...ways(way, devices) } : k)) });
  return (
    <Card labelledBy="soorten">
      <Heading level={2} look={3} id="soorten">{t('notices.kinds')}</Heading>
      {choose.error && <Problem error={choose.error} />}
      {shown.map((one) => (
        <Select key={one.kind} label={kindName(one.kind)} value={way(one, devices)} onChange={(event) => change(one, event.target.value)}>
          {(devices ? ['both', 'mail', 'push', 'off'] as const : ['mail', 'off'] as const).map((each) => <option key={each} value={each}>{t(`notices.way.${each}`)}</option>)}
        </Select>
      ))}
      <Text small muted>{t('notices.kinds.always')}</Text>
    </Card>
  );
}

export function kindName(kind: string): string {
  const key = `notices.kind.${kind}`;
  return hasText(key) ? t(key) : kind;
}

/** Without devices the choice is about mail alone, and says nothing of later devices. */
function way({ mail, push }: Choice, devices: boolean) {
  if (!devices) return mail ? 'mail' : 'off';
  if (mail && push) return 'both';
  if (mail) return 'mail';
  return push ? 'push' : 'off';
}

function ways(chosen: string, devices: boolean): Pick<Choice, 'mail' | 'push'> {
  if (!devices) return { mail: chosen === 'mail', push: chosen === 'mail' };
  return { mail: chosen === 'both' || chosen === 'mail', push: chosen === 'both' || chosen === 'push' };
}
