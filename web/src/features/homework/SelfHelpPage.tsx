import { useQuery } from '@tanstack/react-query';
import { NotebookPen } from 'lucide-react';
import { t } from '../../core/i18n';
import { selfHelpQuery } from '../../core/queries';
import type { HomeworkItem } from '../../core/types';
import { ButtonLink, Card, Heading, Link, Loaded, Page, Text, useLanguage } from '../../ui';
import { nobody } from './nobody';
import { useDraft } from './useWork';

/** What everybody can do alone, without an account. */
export default function SelfHelpPage() {
  const modules = useQuery(selfHelpQuery(useLanguage()));
  return (
    <Page title={t('selfhelp.title')}>
      <Text lead>{t('selfhelp.lead')}</Text>
      <Card labelledBy="test">
        <Heading level={2} id="test">{t('selftest.title')}</Heading>
        <Text>{t('selftest.intro')}</Text>
        <div><ButtonLink href="/zelftest">{t('selftest.start')}</ButtonLink></div>
      </Card>
      <Loaded of={modules}>{(items) => items.map((item) => <Module key={item.assignmentId} item={item} />)}</Loaded>
      <Text muted>{t('selfhelp.limits')}</Text>
      <div><Link block href="/wie#contact">{t('footer.contact')}</Link></div>
    </Page>
  );
}

function Module({ item }: { item: HomeworkItem }) {
  const begun = Boolean(useDraft(nobody, item.assignmentId).data) || item.done > 0;
  return (
    <Card labelledBy={item.assignmentId}>
      <Heading level={2} id={item.assignmentId}>{item.title}</Heading>
      <Text>{item.intro}</Text>
      <Text muted>{t('homework.minutes', { minutes: item.minutes })}</Text>
      <div>
        <ButtonLink kind={begun ? 'primary' : 'secondary'} icon={NotebookPen} href={`/zelfhulp/${item.assignmentId}`}>
          {t(begun ? 'today.homework.do.draft' : 'today.homework.do.new')}
        </ButtonLink>
      </div>
    </Card>
  );
}
