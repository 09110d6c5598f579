import { ApiError } from '../core/api';
import { t } from '../core/i18n';
import { Alert } from './Alert';
import { Button } from './Button';
import { Text } from './Text';

/** What went wrong, in words for the person. The server's own sentence is used when it wrote one for a field. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('problem.unknown');
  if (error.status === 0) return t('problem.offline');
  if (error.status === 401) return t('problem.signedOut');
  if (error.status === 404) return t('problem.notFound');
  if (error.status === 409) return t('problem.conflict');
  if (error.status === 429) return t('problem.tooMany');
  if (error.status === 422) return error.problem.detail ?? t('problem.invalid');
  return t('problem.unknown');
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Alert kind="error" live>
      <Text>{problemText(error)}</Text>
      {retry && <div><Button small onClick={retry}>{t('action.again')}</Button></div>}
    </Alert>
  );
}

export function Loading() {
  return (
    <div className="kring-loading" role="status">
      <svg className="kring-loading__ring" viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
        <circle cx="16" cy="4" r="3" /><circle cx="26.4" cy="10" r="3" opacity=".85" />
        <circle cx="26.4" cy="22" r="3" opacity=".7" /><circle cx="16" cy="28" r="3" opacity=".5" />
        <circle cx="5.6" cy="22" r="3" opacity=".35" /><circle cx="5.6" cy="10" r="3" opacity=".2" />
      </svg>
      {t('action.loading')}
    </div>
  );
}

type Result<T> = { data: T | undefined; error: unknown; refetch: () => unknown };

/** The three faces of something that is being read: loading, gone wrong, there. */
export function Loaded<T>({ of, children }: { of: Result<T>; children: (data: T) => React.ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Problem error={of.error} retry={() => void of.refetch()} />;
  return <Loading />;
}
