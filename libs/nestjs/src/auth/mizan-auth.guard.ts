import { type CanActivate, type ExecutionContext, Injectable, Logger, Optional } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IdentifiedCall, IdentityResolver, missingModule } from '../identity/index.js';
import { readAuthRule } from './auth.decorator.js';
import type { AuthRule } from './auth-rule.js';
import { type AuthCheck, compileAuthRule } from './compile-auth-rule.js';

/**
 * Checks the auth rule of a function, or of a controller's route that says `@UseGuards(MizanAuthGuard)`.
 * Functions get it by themselves, behind all other guards, so that the identity these find counts.
 * A function without a rule is open to everybody; a route without one asks for an identity.
 *
 * @throws Unauthorized when an identity is missing
 * @throws Forbidden when a right is missing or a predicate says no
 */
@Injectable()
export class MizanAuthGuard implements CanActivate {
  readonly #checks = new Map<AuthRule, AuthCheck>();

  constructor(
    private readonly moduleRef: ModuleRef,
    @Optional() private readonly identities?: IdentityResolver,
  ) {
    if (identities === undefined) new Logger('Mizan').warn(missingModule('MizanAuthGuard').message);
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const call: unknown = context.getArgByIndex(3);
    const rule = readAuthRule(context.getHandler(), context.getClass());
    const request = context.getArgByIndex<object>(0);
    if (!(call instanceof IdentifiedCall)) return this.check(rule ?? 'required', request);
    return rule === undefined || this.check(rule, request, call);
  }

  /**
   * The same without Nest around it, for a function that has no other guard.
   *
   * @throws as {@link canActivate}
   */
  async check(rule: AuthRule, request: object, call?: IdentifiedCall): Promise<true> {
    if (this.identities === undefined) throw missingModule('MizanAuthGuard');
    const identity = await this.identities.resolve(request);
    if (call !== undefined) call.identity = identity;
    const checking = this.#compile(rule)(identity, { request, moduleRef: this.moduleRef });
    if (checking !== undefined) await checking;
    return true;
  }

  #compile(rule: AuthRule): AuthCheck {
    const known = this.#checks.get(rule);
    if (known !== undefined) return known;
    const check = compileAuthRule(rule);
    this.#checks.set(rule, check);
    return check;
  }
}
