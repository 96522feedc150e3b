interface Answer {
  readonly status: number;
  readonly reply: unknown;
}

/** Someone who talks to the desk without a browser: keeps the session cookie, and sends what a browser would. */
export class DeskClient {
  readonly #url: string;
  #cookie: string;

  constructor(url: string, cookie = '') {
    this.#url = url;
    this.#cookie = cookie;
  }

  get cookie(): string {
    return this.#cookie;
  }

  get(path: string, accept = 'application/json'): Promise<Response> {
    return this.#remember(fetch(`${this.#url}${path}`, { headers: { accept, cookie: this.#cookie } }));
  }

  /** The bundle of a context, by its path below `ctx/`. */
  async read(path: string): Promise<unknown> {
    const response = await this.get(`/api/mizan/ctx/${path}`);
    return response.json();
  }

  call(fn: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.#post(JSON.stringify({ fn, args }), { 'content-type': 'application/json' });
  }

  /** Submits a form as a page with files does: a list stands for several files of one name. */
  send(fn: string, fields: Readonly<Record<string, string | File | readonly File[]>>): Promise<Answer> {
    const body = new FormData();
    body.append('fn', fn);
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.#post(body);
  }

  async #post(body: string | FormData, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const request = fetch(`${this.#url}/api/mizan/call/`, {
      method: 'POST',
      headers: { ...headers, origin: this.#url, cookie: this.#cookie },
      body,
    });
    const response = await this.#remember(request);
    return { status: response.status, reply: await response.json() };
  }

  async #remember(request: Promise<Response>): Promise<Response> {
    const response = await request;
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    return response;
  }
}
