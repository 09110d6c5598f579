import { useEffect } from 'react';
import { t } from '../../core/i18n';
import type { About } from '../../core/types';
import { Card, Heading, Link, Loaded, Page, Text, useAbout } from '../../ui';

export default function AboutPage() {
  const about = useAbout();
  const { hash } = location;
  useEffect(() => {
    if (about.data && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [about.data, hash]);
  return (
    <Page title={t('about.title')}>
      <Text>{t('about.intro')}</Text>
      <Loaded of={about}>{(data) => <Who about={data} />}</Loaded>
      <Card>
        <Heading level={2}>{t('about.privacy.title')}</Heading>
        <Text>{t('about.privacy.text')}</Text>
        <Text>{t('about.notMedical')}</Text>
      </Card>
    </Page>
  );
}

function Who({ about: { organisation } }: { about: About }) {
  const { contact, complaint } = organisation;
  return (
    <>
      <Card>
        <Heading level={2} id="contact">{t('footer.contact')}</Heading>
        <Text>{organisation.name}</Text>
        <dl className="kring-facts">
          {contact.phone && <Fact name={t('about.phone')}><Link href={`tel:${contact.phone.replace(/[^0-9+]/g, '')}`}>{contact.phone}</Link></Fact>}
          {contact.email && <Fact name={t('about.email')}><Link href={`mailto:${contact.email}`}>{contact.email}</Link></Fact>}
          {contact.address && <Fact name={t('about.address')}>{contact.address}</Fact>}
          {contact.hours && <Fact name={t('about.hours')}>{contact.hours}</Fact>}
        </dl>
      </Card>
      <Card>
        <Heading level={2} id="klacht">{t('about.complaint')}</Heading>
        <Text prose>{complaint.text || t('about.complaintText')}</Text>
        {!!complaint.deadlineDays && <Text>{t('about.deadline', { days: complaint.deadlineDays })}</Text>}
        {complaint.url && <Link block href={complaint.url}>{t('about.complaintLink')}</Link>}
      </Card>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
