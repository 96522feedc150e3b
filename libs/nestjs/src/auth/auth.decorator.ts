import type { AuthRule } from './auth-rule.js';

const rulesKey = Symbol.for('mizan.auth');

/**
 * Says who may call: on a controller or one of its routes, together with `@UseGuards(MizanAuthGuard)`, and on a
 * class of functions. A rule on the method replaces the one on its class.
 *
 * @throws TypeError when there is no rule, as where a circular import has not given its class yet
 *
 * @example
 * ```ts
 * @UseGuards(MizanAuthGuard)
 * @Auth('staff')
 * @Get('export')
 * exportAll() {}
 * ```
 */
export function Auth(rule: AuthRule): MethodDecorator & ClassDecorator {
  // Without this, what was to be guarded would be open. The compiler does not see it.
  const given: unknown = rule;
  if (given === undefined || given === null) {
    throw new TypeError(`@Auth got ${String(given)} instead of a rule: is there a circular import?`);
  }
  return (target: object, _methodName?: string | symbol, descriptor?: PropertyDescriptor) => {
    const holder: unknown = descriptor === undefined ? target : descriptor.value;
    if (typeof holder !== 'function') throw new TypeError('@Auth decorates classes and methods');
    Reflect.defineMetadata(rulesKey, [...ownRules(holder), rule], holder);
  };
}

/** The rule of a method, else of its class (inherited ones too). Of several, the topmost in the source. */
export function readAuthRule(handler: object, type: object): AuthRule | undefined {
  return lastRule(handler) ?? lastRule(type);
}

/** How many rules a method has of its own: a function has one, or it is not clear which of them counts. */
export function countAuthRules(method: object): number {
  return ownRules(method).length;
}

function ownRules(holder: object): readonly AuthRule[] {
  return asRules(Reflect.getOwnMetadata(rulesKey, holder));
}

function lastRule(holder: object): AuthRule | undefined {
  return asRules(Reflect.getMetadata(rulesKey, holder)).at(-1);
}

const noRules: readonly AuthRule[] = [];

function asRules(metadata: unknown): readonly AuthRule[] {
  // Only `Auth` writes under this key.
  return (metadata ?? noRules) as readonly AuthRule[];
}
