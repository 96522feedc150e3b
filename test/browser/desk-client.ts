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

  async call(fn: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const request = fetch(`${this.#url}/api/mizan/call/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify({ fn, args }),
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
