// Files with what was reported: read once for a contract, sent one after the other.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { api, ApiError, expired, type Problem, type Schema, unwrap } from '../../api/client';

export type Evidence = Schema['Evidence'];
export type Owner = Evidence['owner'];

// What a file may be: the chooser of a phone or computer shows these first; the server looks at the bytes.
export const kinds =
  '.pdf,.odt,.ods,.odp,.odg,.docx,.xlsx,.pptx,.csv,.heic,.heif,image/png,image/jpeg,image/heic,text/csv';

export function useEvidence(contract: string) {
  return useQuery({
    queryKey: ['contract', contract, 'evidence'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/evidence', { params: { path: { id: contract } } })),
  });
}

export function useEvidenceRefresh(contract: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['contract', contract, 'evidence'] });
}

const paths: Record<Owner, (contract: string, id: string) => string> = {
  moment: (contract, id) => `/contracts/${contract}/moments/${id}/evidence`,
  placement: (_, id) => `/placements/${id}/evidence`,
  effort: (_, id) => `/efforts/${id}/evidence`,
};

const problemOf = (text: string, status: number): Problem => {
  const said = { type: 'about:blank', title: i18next.t('error.title'), status, detail: '', code: '' };
  try {
    return { ...said, ...(JSON.parse(text) as Partial<Problem>) };
  } catch {
    return said;
  }
};

// By the older way to the server: it alone says how much of a file is on its way.
export function sendFile(
  contract: string,
  owner: Owner,
  id: string,
  file: File,
  onPart: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${paths[owner](contract, id)}`);
    request.setRequestHeader('Accept-Language', i18next.language || 'nl');
    request.upload.onprogress = (event) => onPart(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status < 300) return resolve();
      if (request.status === 401) window.dispatchEvent(new Event(expired));
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
    const body = new FormData();
    body.append('files', file);
    request.send(body);
  });
}

// Why one file was not taken, in the server's words.
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError
    ? (error.problem.errors?.map((each) => each.detail).join(' ') ?? '') || error.problem.detail
    : String(error);
