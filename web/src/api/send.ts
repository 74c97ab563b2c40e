// Files to the server, one at a time.
import i18next from 'i18next';
import { ApiError, expired, type Problem } from './client';

const problemOf = (text: string, status: number): Problem => {
  const said = { type: 'about:blank', title: i18next.t('error.title'), status, detail: '', code: '' };
  try {
    return { ...said, ...(JSON.parse(text) as Partial<Problem>) };
  } catch {
    return said;
  }
};

// By the older way to the server: it alone says how much is on its way, from 0 to 1. `path` is behind /api/v1. Gives what the
// server answers.
export function sendForm(path: string, body: FormData, onPart: (part: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('Accept-Language', i18next.language || 'nl');
    request.upload.onprogress = (event) => onPart(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status < 300) return resolve(JSON.parse(request.responseText || 'null'));
      // A supplier has a session of its own, and pages that say so.
      if (request.status === 401 && !path.startsWith('/supplier/')) window.dispatchEvent(new Event(expired));
      return reject(new ApiError(problemOf(request.responseText, request.status)));
    };
    request.onerror = () =>
      reject(
        new ApiError({
          type: 'about:blank',
          title: i18next.t('error.offline'),
          status: 0,
          detail: i18next.t('error.offlineDetail'),
          code: 'offline',
        }),
      );
    request.send(body);
  });
}

// One file; what else goes along stands in `fields`.
export function sendFile(
  path: string,
  file: File,
  onPart: (part: number) => void = () => undefined,
  fields: Record<string, string> = {},
): Promise<unknown> {
  const body = new FormData();
  body.append('files', file);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return sendForm(path, body, onPart);
}

// Why one file was not taken, in the server's words.
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError
    ? (error.problem.errors?.map((each) => each.detail).join(' ') ?? '') || error.problem.detail
    : String(error);

// What a file with a report may be: the chooser of a phone or computer shows these first; the server looks at the bytes.
export const evidenceKinds =
  '.pdf,.odt,.ods,.odp,.odg,.docx,.xlsx,.pptx,.csv,.heic,.heif,image/png,image/jpeg,image/heic,text/csv';
