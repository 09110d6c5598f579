import { t } from '../../core/staff-words';
import { date } from '../../core/time';
import type { OutcomeEffect, OutcomeShare, OutcomeView } from '../../core/types';
import { Card, Heading, Text } from '../../ui';

const number = (value: number) => t('measures.number', { number: value });

/** All figures of a report. What is missing is about too few people, and says so. */
export function Figures({ report, title }: { report: OutcomeView; title: string }) {
  const { groups, reached, completed, waited, attendance, experience, measures, programmes, forms, kinds } = report.figures;
  const asked = measures.filter(({ end, followUp }) => end || followUp);
  return (
    <>
      <Card labelledBy="outcome-figures">
        <Heading level={2} id="outcome-figures">{title}</Heading>
        <dl className="kring-outcome__figures">
          <Tile name={t('outcome.groups')} value={number(groups)} />
          <Tile name={t('outcome.reached')} value={reached && number(reached)} />
          <Tile name={t('outcome.completed')} value={completed && number(completed)} about={t('outcome.completed.about')} />
          <Tile name={t('outcome.waited')} value={waited && t('outcome.days', { count: waited.value })} about={t('outcome.waited.about')} />
          <Tile name={t('outcome.attendance')} value={attendance && t('outcome.percent', { number: attendance.value })} />
          <Tile name={t('outcome.experience')} value={experience && t('outcome.outOfTen', { number: experience.value })} about={t('outcome.experience.about')} />
          {report.perPerson !== undefined && <Tile name={t('outcome.perPerson')} value={t('outcome.euro', { number: report.perPerson })} />}
        </dl>
      </Card>
      <Card labelledBy="outcome-change">
        <Heading level={2} id="outcome-change">{t('outcome.change')}</Heading>
        {asked.length === 0 && <Text>{t('outcome.change.none')}</Text>}
        {asked.map(({ instrument, name, highBetter, end, followUp }) => (
          <div key={instrument}>
            <Heading level={3}>{name}</Heading>
            <Text small muted>{t(highBetter ? 'measures.highBetter' : 'measures.lowBetter')}</Text>
            <dl className="kring-outcome__figures">
              <Change name={t('outcome.change.end')} effect={end} />
              <Change name={t('outcome.change.later')} effect={followUp} wait={report.followed ? undefined : t('outcome.change.wait', { day: date(report.followUpAt) })} />
            </dl>
          </div>
        ))}
        <Text small muted>{t('outcome.change.method')}</Text>
      </Card>
      <Divided title={t('outcome.programmes')} parts={programmes} />
      <Divided title={t('outcome.forms')} parts={forms.map(({ name, people }) => ({ name: formName(name), ...(people !== undefined && { people }) }))} />
      <Divided title={t('outcome.kinds')} parts={kinds.map(({ name, people }) => ({ name: kindName(name), ...(people !== undefined && { people }) }))} />
      <Card labelledBy="outcome-method">
        <Heading level={2} look={3} id="outcome-method">{t('outcome.method')}</Heading>
        <Text prose>{t('outcome.method.text')}</Text>
      </Card>
    </>
  );
}

type TileProps = { name: string; value: string | 0 | undefined; about?: string | undefined; missing?: string | undefined };

function Tile({ name, value, about, missing }: TileProps) {
  return (
    <div className="kring-outcome__tile">
      <dt>{name}</dt>
      <dd className={value ? 'kring-outcome__value' : 'kring-muted'}>{value || (missing ?? t('outcome.few'))}</dd>
      {about && <dd className="kring-small kring-muted">{about}</dd>}
    </div>
  );
}

function Change({ name, effect, wait }: { name: string; effect: OutcomeEffect | undefined; wait?: string | undefined }) {
  if (!effect) return <Tile name={name} value={undefined} missing={wait} />;
  return <Tile name={name} value={t('outcome.points', { number: effect.value })} about={t('outcome.size', { size: effect.size, people: effect.people })} />;
}

/** The people by a division of them, as bars beside their numbers. */
function Divided({ title, parts }: { title: string; parts: OutcomeShare[] }) {
  if (parts.length < 2) return null;
  const most = Math.max(...parts.map(({ people }) => people ?? 0), 1);
  return (
    <Card>
      <table className="utrecht-table kring-outcome__table">
        <caption className="nl-heading nl-heading--level-3">{title}</caption>
        <thead className="kring-hidden"><tr><th scope="col">{title}</th><th scope="col">{t('outcome.reached')}</th></tr></thead>
        <tbody>
          {parts.map(({ name, people }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                {people === undefined ? <span className="kring-muted">{t('outcome.few')}</span> : (
                  <span className="kring-outcome__bar">
                    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * people) / most} height="10" /></svg>
                    {number(people)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function formName(form: string): string {
  switch (form) {
    case 'video': return t('outcome.form.video');
    case 'chat': return t('outcome.form.chat');
    case 'hybrid': return t('outcome.form.hybrid');
    case 'in_person': return t('outcome.form.inPerson');
    default: return form;
  }
}

const kindName = (kind: string) => t(kind === 'groepstherapie' ? 'newGroup.kind.groepstherapie' : 'newGroup.kind.groepsbegeleiding');
