import { ApiError } from '../core/api';
import { hasText, t, type MessageKey } from '../core/i18n';
import { Alert } from './Alert';
import { Button } from './Button';
import { Text } from './Text';

const byStatus: Record<number, MessageKey> = {
  0: 'problem.offline',
  401: 'problem.signedOut',
  404: 'problem.notFound',
  409: 'problem.conflict',
  410: 'problem.erased',
  422: 'problem.invalid',
  429: 'problem.tooMany',
};

/** What went wrong, in words for the person: by the server's code where we have words for it, else by status. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('problem.unknown');
  const key = `error.${error.code}`;
  return t(hasText(key) ? key : byStatus[error.status] ?? 'problem.unknown');
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
