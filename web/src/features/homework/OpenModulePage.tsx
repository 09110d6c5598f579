import { useQuery } from '@tanstack/react-query';
import { Lock, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { t } from '../../core/i18n';
import { openModuleQuery } from '../../core/queries';
import type { AssignmentView, StepValue, StepValues } from '../../core/types';
import { Alert, Button, ButtonLink, Link, Loaded, Loading, Page, Progress, Text, useLanguage, useSession } from '../../ui';
import './homework.css';
import { nobodysDraft, takeAlong } from './nobody';
import { StepCard } from './StepCard';
import { progress, set } from './values';

/** A module done alone: without an account on this device only, signed in as one's own homework. */
export default function OpenModulePage({ id }: { id: string }) {
  const session = useSession();
  const module = useQuery(openModuleQuery(id, useLanguage()));
  const { data } = module;
  return (
    <Page title={data?.title ?? t('selfhelp.title')} eyebrow={data && t('homework.minutes', { minutes: data.minutes })}>
      <Loaded of={module}>
        {(read) => {
          if (!session) return <Loading />;
          return session.person ? <Own id={id} person={session.person.id} /> : <Alone key={id} module={read} />;
        }}
      </Loaded>
      <div><Link block href="/zelfhulp">{t('selfhelp.all')}</Link></div>
    </Page>
  );
}

/** Who is signed in says whether the work on this device is theirs: it may be somebody else's who used it. */
function Own({ id, person }: { id: string; person: string }) {
  const [, go] = useLocation();
  const own = `/huiswerk/${id}`;
  if (!nobodysDraft(id).read()) return <Redirect to={own} replace />;
  function mine() {
    takeAlong(person, id);
    go(own);
  }
  function wipe() {
    nobodysDraft(id).remove();
    go(own);
  }
  return (
    <Alert title={t('selfhelp.yours.title')}>
      <Text>{t('selfhelp.yours.text')}</Text>
      <div className="kring-row">
        <Button kind="primary" onClick={mine}>{t('selfhelp.yours.yes')}</Button>
        <Button onClick={wipe}>{t('selfhelp.yours.no')}</Button>
      </div>
    </Alert>
  );
}

function Alone({ module }: { module: AssignmentView }) {
  const [drafts] = useState(() => nobodysDraft(module.id));
  const [values, setValues] = useState<StepValues>(() => drafts.read()?.values ?? {});
  const { done, total } = progress(module.steps, values);

  function change(step: string, value: StepValue | undefined) {
    const next = { ...values };
    set(next, step, value);
    drafts.write({ base: {}, rev: 0, values: next, place: step });
    setValues(next);
  }
  function wipe() {
    drafts.remove();
    setValues({});
    window.scrollTo(0, 0);
  }
  return (
    <>
      <Text lead>{module.intro}</Text>
      <Alert><Text>{t('selfhelp.private')}</Text></Alert>
      {module.steps.map((step) => (
        <StepCard
          key={step.id} step={step} assignment={undefined} value={values[step.id]} error={undefined} clash={undefined} feedback={undefined}
          handedInAt={0} readOnly={false} onChange={(value) => change(step.id, value)} onChosen={(value) => change(step.id, value)}
        />
      ))}
      {done > 0 && <Keep id={module.id} onWipe={wipe} />}
      <div className="kring-savestate">
        <p className="kring-savestate__word kring-savestate__word--calm">
          {done > 0 ? <Smartphone size={20} aria-hidden /> : <Lock size={20} aria-hidden />}
          <span>{t(done === 0 ? 'homework.save.nothing' : drafts.read() ? 'selfhelp.here' : 'selfhelp.nowhere')}</span>
        </p>
        <p className="kring-savestate__progress">{t('homework.progress', { done, total })}</p>
        <Progress done={done} total={total} />
      </div>
    </>
  );
}

function Keep({ id, onWipe }: { id: string; onWipe: () => void }) {
  return (
    <Alert title={t('selfhelp.keep.title')}>
      <Text>{t('selfhelp.keep.text')}</Text>
      <div className="kring-row">
        <ButtonLink kind="primary" href={`/zelfhulp/${id}/bewaren`}>{t('selfhelp.keep')}</ButtonLink>
        <Button kind="subtle" onClick={onWipe}>{t('selfhelp.wipe')}</Button>
      </div>
    </Alert>
  );
}
