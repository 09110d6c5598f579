import { useQuery } from '@tanstack/react-query';
import { Lock, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { t } from '../../core/i18n';
import { openModuleQuery } from '../../core/queries';
import { randomName } from '../../core/random';
import type { AssignmentView, StepValue, StepValues } from '../../core/types';
import { Alert, Button, ButtonLink, Link, Loaded, Loading, Page, Progress, Text, useLanguage, useSession } from '../../ui';
import './homework.css';
import { deviceDrafts } from './drafts';
import { nobody, takeAlong } from './nobody';
import { StepCard } from './StepCard';
import { useDraft } from './useWork';
import { progress, set } from './values';
import type { Draft } from './work';

/** A module done alone: without an account on this device only, signed in as one's own homework. */
export default function OpenModulePage({ id }: { id: string }) {
  const session = useSession();
  const module = useQuery(openModuleQuery(id, useLanguage()));
  const draft = useDraft(nobody, id).data;
  const { data } = module;
  return (
    <Page title={data?.title ?? t('selfhelp.title')} eyebrow={data && t('homework.minutes', { minutes: data.minutes })}>
      <Loaded of={module}>
        {(read) => {
          if (!session || draft === undefined) return <Loading />;
          return session.person ? <Own id={id} person={session.person.id} draft={draft} /> : <Alone module={read} draft={draft} />;
        }}
      </Loaded>
      <div><Link block href="/zelfhulp">{t('selfhelp.all')}</Link></div>
    </Page>
  );
}

/** Who is signed in says whether the work on this device is theirs: it may be somebody else's who used it. */
function Own({ id, person, draft }: { id: string; person: string; draft: Draft | null }) {
  const [, go] = useLocation();
  const own = `/huiswerk/${id}`;
  if (!draft) return <Redirect to={own} replace />;
  async function choose(act: () => Promise<void>) {
    await act();
    go(own, { replace: true });
  }
  return (
    <Alert title={t('selfhelp.yours.title')}>
      <Text>{t('selfhelp.yours.text')}</Text>
      <div className="kring-row">
        <Button kind="primary" onClick={() => void choose(() => takeAlong(person, id))}>{t('selfhelp.yours.yes')}</Button>
        <Button onClick={() => void choose(() => deviceDrafts(nobody, id).remove())}>{t('selfhelp.yours.no')}</Button>
      </div>
    </Alert>
  );
}

function Alone({ module, draft }: { module: AssignmentView; draft: Draft | null }) {
  const [drafts] = useState(() => deviceDrafts(nobody, module.id));
  const [values, setValues] = useState<StepValues>(draft?.values ?? {});
  const [kept, setKept] = useState(true);
  const [by] = useState(randomName);
  const { done, total } = progress(module.steps, values);

  function change(step: string, value: StepValue | undefined) {
    const next = { ...values };
    set(next, step, value);
    void drafts.write({ base: {}, rev: 0, values: next, place: step, by }).then(setKept);
    setValues(next);
  }
  function wipe() {
    void drafts.remove();
    setValues({});
    window.scrollTo(0, 0);
  }
  return (
    <>
      <Text lead>{module.intro}</Text>
      <Alert><Text>{t('selfhelp.private')}</Text></Alert>
      {module.steps.map((step) => (
        <StepCard
          key={step.id} step={step} assignment={undefined} value={values[step.id]} error={undefined} clash={undefined} feedback={{}}
          handedInAt={0} readOnly={false} onChange={(value) => change(step.id, value)} onChosen={(value) => change(step.id, value)}
        />
      ))}
      {done > 0 && <Keep id={module.id} onWipe={wipe} />}
      <div className="kring-savestate">
        <p className="kring-savestate__word kring-savestate__word--calm">
          {done > 0 ? <Smartphone size={20} aria-hidden /> : <Lock size={20} aria-hidden />}
          <span>{t(done === 0 ? 'homework.save.nothing' : kept ? 'selfhelp.here' : 'selfhelp.nowhere')}</span>
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
