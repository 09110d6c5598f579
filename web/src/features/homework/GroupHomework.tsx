import type { GroupView } from '../../core/types';

/** The homework tab of a group's page. */
export default function GroupHomework(_: { group: GroupView }) {
  return null;
}
