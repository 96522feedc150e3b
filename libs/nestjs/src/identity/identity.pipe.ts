import { Injectable, type PipeTransform } from '@nestjs/common';
import { IdentityResolver } from './identity-resolver.js';
import type { MizanIdentity } from './mizan-identity.js';

/**
 * What `@Identity()` hands to pipes. The request is private to it, so that a global pipe that walks through
 * values (and sees every custom parameter) does not walk through the request.
 */
export class Caller {
  readonly #request: object;

  constructor(request: object) {
    this.#request = request;
  }

  static requestOf(caller: Caller): object {
    return caller.#request;
  }
}

/** Turns the caller into its identity. A pipe, because only pipes of a parameter are injectable. */
@Injectable()
export class IdentityPipe implements PipeTransform<Caller, Promise<MizanIdentity | null>> {
  constructor(private readonly identities: IdentityResolver) {}

  transform(caller: Caller): Promise<MizanIdentity | null> {
    return this.identities.resolve(Caller.requestOf(caller));
  }
}
