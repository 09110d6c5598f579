import { t } from '../../../core/i18n';
import type { Conversation } from '../../../core/types';

/** What a conversation is called. The group it belongs to stands beside it. */
export function nameOf({ kind, member, meeting, groupName }: Conversation): string {
  if (kind === 'back') return t('inbox.back.title');
  if (kind === 'line') return member ? t('inbox.line.of', { alias: member.alias }) : t('inbox.line');
  if (kind === 'meeting' && meeting) return t('inbox.meeting', { number: meeting.number, title: meeting.title });
  return groupName;
}

/** The beginning of the newest message, or why there is none to show. */
export function snippet({ last, kind }: Conversation): string {
  if (!last) return t('inbox.empty');
  const text = words(last);
  if (last.own) return t('inbox.own', { text });
  return last.alias && kind !== 'line' ? t('inbox.by', { name: last.alias, text }) : text;
}

function words(last: NonNullable<Conversation['last']>): string {
  if (last.removed) return t('inbox.removed');
  if (last.fold) return t('inbox.folded');
  return last.text || (last.picture ? t('inbox.picture') : '');
}
