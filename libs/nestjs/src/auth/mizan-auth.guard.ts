import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IdentityResolver } from '../identity/index.js';
import { readAuthRule } from './auth.decorator.js';
import type { AuthRule } from './auth-rule.js';
import { type AuthCheck, compileAuthRule } from './compile-auth-rule.js';
import { guardsOnly, guardsPassed, isGuardedCall } from './guarded-call.js';

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
    private readonly identities: IdentityResolver,
    private readonly moduleRef: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const call: unknown = context.getArgByIndex(3);
    const rule = readAuthRule(context.getHandler(), context.getClass());
    if (!isGuardedCall(call)) await this.#check(rule ?? 'required', context);
    else if (rule !== undefined) await this.#check(rule, context);
    if (isGuardedCall(call) && call[guardsOnly]) throw guardsPassed;
    return true;
  }

  async #check(rule: AuthRule, context: ExecutionContext): Promise<void> {
    const request = context.getArgByIndex<object>(0);
    const identity = await this.identities.resolve(request);
    await this.#compile(rule)(identity, { request, moduleRef: this.moduleRef });
  }

  #compile(rule: AuthRule): AuthCheck {
    const known = this.#checks.get(rule);
    if (known !== undefined) return known;
    const check = compileAuthRule(rule);
    this.#checks.set(rule, check);
    return check;
  }
}
