import { useRef, useState } from 'react';
import { t } from '../../core/selftest-words';
import { Alert, Button, Card, Choice, Choices, Link, Page, Text } from '../../ui';
import { HelpCard } from './HelpCard';
import { Result } from './Result';
import './selftest.css';
import { alarming, areas, careAnswers, careQuestions, often, outcome, type Answers, type Care } from './test';

/** The whole test stands in this page: answers are never sent or stored, and are gone when the page closes. */
export default function SelfTestPage() {
  const [answers, setAnswers] = useState<Answers>({});
  const [asked, setAsked] = useState(false);
  const result = useRef<HTMLDivElement>(null);
  const found = outcome(answers);
  const answer = (more: Answers) => setAnswers((now) => ({ ...now, ...more }));

  function show() {
    setAsked(true);
    requestAnimationFrame(() => result.current?.focus());
  }
  function clear() {
    setAnswers({});
    setAsked(false);
    window.scrollTo(0, 0);
  }
  return (
    <Page title={t('selftest.title')} eyebrow={t('selftest.minutes')}>
      <Text lead>{t('selftest.intro')}</Text>
      <Alert><Text>{t('selftest.private')}</Text></Alert>
      <Card>
        {areas.map((area) => (
          <Question
            key={area} name={area} legend={t(`selftest.q.${area}`)} options={often} label={(one) => t(`selftest.often.${one}`)}
            value={answers[area]} onChange={(value) => answer({ [area]: value })}
          />
        ))}
      </Card>
      <Card>
        <Text>{t('selftest.care.intro')}</Text>
        {careQuestions.map((question) => (
          <CareQuestion key={question} question={question} answers={answers} onChange={answer} />
        ))}
      </Card>
      <div className="kring-row">
        <Button kind="primary" onClick={show}>{t('selftest.show')}</Button>
        <Button kind="subtle" onClick={clear}>{t('selftest.clear')}</Button>
      </div>
      <div ref={result} tabIndex={-1} className="kring-stack kring-selftest__result">
        {asked && (found ? <Result outcome={found} /> : <Alert kind="warning" live><Text>{t('selftest.more')}</Text></Alert>)}
      </div>
      {!asked && <div><Link block href="/zelfhulp">{t('selfhelp.title')}</Link></div>}
    </Page>
  );
}

function CareQuestion({ question, answers, onChange }: { question: Care; answers: Answers; onChange: (more: Answers) => void }) {
  const value = answers[question];
  return (
    <>
      <Question
        name={question} legend={t(`selftest.q.${question}`)} options={careAnswers} label={(one) => t(`selftest.${question}.${one}`)}
        value={value} onChange={(chosen) => onChange({ [question]: chosen })}
      />
      <div role="status">
        {alarming(value) && <HelpCard care={question} />}
        {value === 'unsaid' && <Text muted>{t('selftest.care.unsaid')}</Text>}
      </div>
    </>
  );
}

type QuestionProps<V extends string> = {
  name: string;
  legend: string;
  options: readonly V[];
  label: (value: V) => string;
  value: V | undefined;
  onChange: (value: V) => void;
};

function Question<V extends string>({ name, legend, options, label, value, onChange }: QuestionProps<V>) {
  return (
    <div className="kring-selftest__question">
      <Choices legend={legend}>
        {options.map((one) => (
          <Choice key={one} type="radio" name={name} label={label(one)} checked={value === one} onChange={() => onChange(one)} />
        ))}
      </Choices>
    </div>
  );
}
