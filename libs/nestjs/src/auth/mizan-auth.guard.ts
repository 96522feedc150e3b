import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Logger,
  type OnModuleInit,
  Optional,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IdentifiedCall, IdentityResolver, type MizanIdentity, missingModule } from '../identity/index.js';
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
export class MizanAuthGuard implements CanActivate, OnModuleInit {
  readonly #checks = new Map<AuthRule, AuthCheck>();

  constructor(
    private readonly moduleRef: ModuleRef,
    @Optional() private readonly identities?: IdentityResolver,
  ) {}

  // Not when it is made: the module may be there, and one of its options wrong, which is told then.
  onModuleInit(): void {
    if (this.identities === undefined) new Logger('Mizan').warn(missingModule('MizanAuthGuard').message);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const call: unknown = context.getArgByIndex(3);
    const rule = readAuthRule(context.getHandler(), context.getClass());
    const request = context.getArgByIndex<object>(0);
    if (!(call instanceof IdentifiedCall)) await this.check(rule ?? 'required', request);
    else if (rule !== undefined) await this.check(rule, request, call);
    return true;
  }

  /**
   * The same without Nest around it, for a function that has no other guard. Nothing to wait for, not even a turn,
   * when the identity is there and the rule is a word.
   *
   * @throws or rejects as {@link canActivate} does
   */
  check(rule: AuthRule, request: object, call?: IdentifiedCall): Promise<void> | undefined {
    if (this.identities === undefined) throw missingModule('MizanAuthGuard');
    const found = this.identities.find(request);
    if (!(found instanceof Promise)) return this.#allow(rule, request, found, call);
    return found.then((identity) => this.#allow(rule, request, identity, call));
  }

  #allow(
    rule: AuthRule,
    request: object,
    identity: MizanIdentity | null,
    call: IdentifiedCall | undefined,
  ): Promise<void> | undefined {
    if (call !== undefined) call.identity = identity;
    const checking = this.#compile(rule)(identity, { request, moduleRef: this.moduleRef });
    return checking instanceof Promise ? checking : undefined;
  }

  #compile(rule: AuthRule): AuthCheck {
    const known = this.#checks.get(rule);
    if (known !== undefined) return known;
    const check = compileAuthRule(rule);
    this.#checks.set(rule, check);
    return check;
  }
}
