/** What was answered, when somebody answered in place of the function. */
export interface LocalAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Stands for the response of a call that came over no wire. Knows what guards and filters commonly do with
 * Express's and Fastify's, and keeps what was answered.
 */
export class LocalResponse {
  statusCode = 200;
  // Most calls set none.
  #headers: Map<string, unknown> | undefined;
  #answer: LocalAnswer | undefined;

  get answer(): LocalAnswer | undefined {
    return this.#answer;
  }

  get headersSent(): boolean {
    return this.#answer !== undefined;
  }

  get sent(): boolean {
    return this.headersSent;
  }

  /** Fastify's replies hold Node's response. */
  get raw(): this {
    return this;
  }

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  code(code: number): this {
    return this.status(code);
  }

  setHeader(name: string, value: unknown): this {
    this.#headers ??= new Map();
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  header(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  set(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  getHeader(name: string): unknown {
    return this.#headers?.get(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers?.delete(name.toLowerCase());
  }

  send(body?: unknown): this {
    this.#answer ??= { status: this.statusCode, body };
    return this;
  }

  json(body: unknown): this {
    return this.send(body);
  }

  end(body?: unknown): this {
    return this.send(body);
  }
}
