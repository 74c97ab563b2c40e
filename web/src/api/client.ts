// The one way to the server: typed by the API document, errors as Problem.
import createClient from 'openapi-fetch';
import i18next from 'i18next';
import type { components, paths } from './schema';

export type Schema = components['schemas'];
export type Problem = Schema['Problem'];

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export const api = createClient<paths>({
  baseUrl: '/api/v1',
  fetch: (request) => {
    request.headers.set('Accept-Language', i18next.language || 'nl');
    return globalThis.fetch(request);
  },
});

// Said when the server does not know the session any more.
export const expired = 'tenzij:expired';

const offline: Problem = { type: 'about:blank', title: 'Geen verbinding', status: 0, detail: '', code: 'offline' };

// The answer's data, or an ApiError that a page can show.
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer;
  try {
    answer = await call;
  } catch {
    throw new ApiError({ ...offline, title: i18next.t('error.offline'), detail: i18next.t('error.offlineDetail') });
  }
  if (answer.response.ok) return answer.data as T;
  // A supplier has a session of its own, and pages that say so.
  const { pathname } = new URL(answer.response.url);
  if (answer.response.status === 401 && !pathname.endsWith('/sessions') && !pathname.startsWith('/api/v1/supplier/'))
    window.dispatchEvent(new Event(expired));
  const problem = answer.error as Partial<Problem> | undefined;
  throw new ApiError({
    ...offline,
    ...problem,
    status: answer.response.status,
    title: problem?.title ?? String(answer.response.status),
  });
}
