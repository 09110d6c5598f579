import { useQuery } from '@tanstack/react-query';
import { t } from '../../core/i18n';
import { selfHelpQuery } from '../../core/queries';
import { Card, Heading, Link, List, ListItem, useLanguage } from '../../ui';

/** What one does alone; `begun` only what was begun, and nothing when that is nothing. */
export function SelfHelpCard({ begun = false }: { begun?: boolean }) {
  const all = useQuery(selfHelpQuery(useLanguage())).data ?? [];
  const items = begun ? all.filter((item) => item.done > 0) : all;
  if (items.length === 0) return null;
  return (
    <Card labelledBy="zelfhulp">
      <Heading level={2} id="zelfhulp">{t('selfhelp.title')}</Heading>
      <List>
        {items.map(({ assignmentId, title, done, total }) => (
          <ListItem key={assignmentId} action={<Link block href={`/zelfhulp/${assignmentId}`}>{t(done > 0 ? 'today.homework.do.draft' : 'today.homework.do.new')}</Link>}>
            <span className="kring-list__title">{title}</span>
            <br />
            <span className="kring-small kring-muted">{t('today.homework.progress', { done, total })}</span>
          </ListItem>
        ))}
      </List>
    </Card>
  );
}
