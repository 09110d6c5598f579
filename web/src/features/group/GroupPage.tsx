import type { ReactNode } from 'react';
import { t } from '../../core/i18n';
import type { GroupView } from '../../core/types';
import { Page } from '../../ui';

type Panels = Record<string, (group: GroupView) => ReactNode>;

export default function GroupPage(_: { id: string; tab: string; panels: Panels }) {
  return <Page title={t('group.title')}>{null}</Page>;
}
