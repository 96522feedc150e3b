import type { AuthRule } from './auth-rule.js';

const ruleKey = Symbol.for('mizan.auth');

/**
 * Says who may call: on a controller or one of its routes, together with `@UseGuards(MizanAuthGuard)`, and on a
 * class of functions. A rule on the method replaces the one on its class.
 *
 * @example
 * ```ts
 * @UseGuards(MizanAuthGuard)
 * @Auth('staff')
 * @Get('export')
 * exportAll() {}
 * ```
 */
export function Auth(rule: AuthRule | undefined): MethodDecorator & ClassDecorator {
  return (target: object, _methodName?: string | symbol, descriptor?: PropertyDescriptor) => {
    const holder: unknown = descriptor === undefined ? target : descriptor.value;
    if (typeof holder !== 'function') throw new TypeError('@Auth decorates classes and methods');
    Reflect.defineMetadata(ruleKey, rule, holder);
  };
}

/** The rule of a method, else of its class (inherited ones too). */
export function readAuthRule(handler: object, type: object): AuthRule | undefined {
  // Only `Auth` writes under this key.
  return (Reflect.getMetadata(ruleKey, handler) ?? Reflect.getMetadata(ruleKey, type)) as
    AuthRule | undefined;
}
