import type { GroupView } from '../../core/types';
import { SettingsChat } from './SettingsChat';
import { SettingsPublic } from './SettingsPublic';
import { SettingsKeep } from './SettingsKeep';

/** What a group's facilitators and coordinator choose, a card each. */
export default function Settings({ group }: { group: GroupView }) {
  return (
    <div className="kring-columns">
      <SettingsKeep group={group} />
      {group.viewer.role !== 'coordinator' && <SettingsChat group={group.id} />}
      {group.viewer.role === 'coordinator' && group.status !== 'ended' && <SettingsPublic group={group} />}
    </div>
  );
}
