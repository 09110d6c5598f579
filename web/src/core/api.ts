// The HTTP side: JSON in, JSON out, errors as RFC 9457 problem details.
import { keptAt } from './kept';
import { reach } from './reach';

export type Problem = {
  status: number;
  title: string;
  detail?: string;
  /** Stable name of the error, for example "code.wrong". */
  code?: string;
  field?: string;
  [extra: string]: unknown;
};

/** Status 0 and code "offline" mean that no answer came at all. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status() {
    return this.problem.status;
  }

  get code() {
    return this.problem.code ?? '';
  }
}

export type Answer<T> = { data: T; etag: string };

/** `content` is sent as it is, `body` as JSON. With `keepalive` it also arrives when the page is left. */
type Options = { body?: unknown; content?: Blob; ifMatch?: string; signal?: AbortSignal; keepalive?: boolean };

async function problemOf(response: Response): Promise<ApiError> {
  const given = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new ApiError({ ...given, title: given.title ?? response.statusText, status: response.status });
}

function request(method: string, { body, content, ifMatch, signal, keepalive = false }: Options): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (content) headers['content-type'] = content.type || 'application/octet-stream';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  const sent = body === undefined ? content : JSON.stringify(body);
  return { method, headers, credentials: 'same-origin', cache: 'no-store', keepalive, ...(sent !== undefined && { body: sent }), ...(signal && { signal }) };
}

/** Sends one request to /api and returns the document with its ETag. Throws only ApiError and AbortError. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, request(method, options));
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    reach.dispatch({ type: 'lost' });
    throw new ApiError({ status: 0, code: 'offline', title: 'offline' });
  }
  const from = response.headers.get(keptAt);
  reach.dispatch(from ? { type: 'kept', path, at: Number(from) } : { type: 'fresh' });
  if (!response.ok) throw await problemOf(response);
  const etag = (response.headers.get('etag') ?? '').replace(/^W\//, '').replaceAll('"', '');
  const empty = response.status === 204 || response.headers.get('content-length') === '0';
  return { data: (empty ? undefined : await response.json()) as T, etag };
}

async function dataOf<T>(method: string, path: string, options?: Options): Promise<T> {
  return (await call<T>(method, path, options)).data;
}

/** The verbs when the ETag is not needed; `call` when it is. */
export const api = {
  get: <T>(path: string, signal?: AbortSignal) => dataOf<T>('GET', path, signal && { signal }),
  post: <T>(path: string, body: unknown = {}) => dataOf<T>('POST', path, { body }),
  put: <T>(path: string, body: unknown, ifMatch?: string) => dataOf<T>('PUT', path, { body, ...(ifMatch !== undefined && { ifMatch }) }),
  patch: <T>(path: string, body: unknown, ifMatch?: string) => dataOf<T>('PATCH', path, { body, ...(ifMatch !== undefined && { ifMatch }) }),
  remove: (path: string) => dataOf<void>('DELETE', path),
};
