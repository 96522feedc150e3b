import { Injectable, Optional, type PipeTransform } from '@nestjs/common';
import { IdentityResolver } from './identity-resolver.js';
import type { MizanIdentity } from './mizan-identity.js';
import { missingModule } from './missing-module.js';

/**
 * What `@Identity()` hands to pipes. The request is private to it, so that a global pipe that walks through
 * values (and sees every custom parameter) does not walk through the request.
 */
export class Caller {
  readonly #request: object;
  readonly #authorized: MizanIdentity | null | undefined;

  constructor(request: object, authorized: MizanIdentity | null | undefined) {
    this.#request = request;
    this.#authorized = authorized;
  }

  /** Whom an auth rule let in, else who the request is from. */
  static identify(
    caller: Caller,
    identities: IdentityResolver,
  ): MizanIdentity | null | Promise<MizanIdentity | null> {
    return caller.#authorized === undefined ? identities.resolve(caller.#request) : caller.#authorized;
  }
}

/** Turns the caller into its identity. A pipe, because only pipes of a parameter are injectable. */
@Injectable()
export class IdentityPipe implements PipeTransform<Caller> {
  constructor(@Optional() private readonly identities?: IdentityResolver) {}

  transform(caller: Caller): MizanIdentity | null | Promise<MizanIdentity | null> {
    if (this.identities === undefined) throw missingModule('@Identity()');
    return Caller.identify(caller, this.identities);
  }
}
