import type { CallRequest } from '../transport.js';

type OnProgress = NonNullable<CallRequest['onProgress']>;

/** The same as `fetch`, but that it tells how much has been sent, which only `XMLHttpRequest` can. */
export function fetchWithProgress(onProgress: OnProgress): typeof globalThis.fetch {
  return (url, init = {}) =>
    // `XMLHttpRequest` cannot be kept from sending the cookies of the page's own origin.
    init.credentials === 'omit' ? fetch(url, init) : send(url, init, onProgress);
}

function send(url: RequestInfo | URL, init: RequestInit, onProgress: OnProgress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const { signal } = init;
    const giveUp = () => {
      request.abort();
      reject(signal?.reason);
    };
    request.open(init.method ?? 'GET', url instanceof Request ? url.url : url);
    request.withCredentials = init.credentials === 'include';
    new Headers(init.headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => resolve(readResponse(request));
    request.onerror = () => reject(new TypeError('The request failed.'));
    request.onloadend = () => signal?.removeEventListener('abort', giveUp);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
    // The transport writes bodies that are no streams.
    else request.send(init.body as XMLHttpRequestBodyInit);
  });
}

function readResponse(request: XMLHttpRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split('\r\n');
  const headers = new Headers();
  for (const line of lines.filter(Boolean)) {
    const [name = '', ...value] = line.split(':');
    headers.append(name, value.join(':').trim());
  }
  return new Response(request.responseText || null, { status: request.status, headers });
}
