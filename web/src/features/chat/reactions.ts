import type { Message } from '../../core/types';

export type ReactionKind = NonNullable<Message['reactions']>[number]['kind'];

/** Few signs, each with a name. */
export const signs: Record<ReactionKind, string> = { heart: '❤️', support: '🤝', recognise: '🙋', strong: '💪', thanks: '🙏', smile: '🙂' };
export const kinds = Object.keys(signs) as ReactionKind[];
