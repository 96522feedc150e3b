import type { ModuleRef } from '@nestjs/core';
import { Scope, type Type } from '@nestjs/common';
import { getMetadataStorage, type ValidatorConstraintInterface } from 'class-validator';
import { requestContextId } from '../../dispatch/request-context-id.js';
import type { FieldConstraint } from '../compile/field-constraint.js';

/** A class of a validator, as class-validator keeps it. */
type ConstraintMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidatorConstraints']
>[number];

type Find = (request: object) => ValidatorConstraintInterface | Promise<ValidatorConstraintInterface>;

/**
 * Finds the objects that check constraints. A validator that is a provider of the app comes with what it injects, of any
 * scope and without `useContainer`; others are class-validator's own.
 */
export class ValidatorSource {
  readonly #known = new Map<ConstraintMetadata['target'], readonly Find[]>();

  constructor(private readonly moduleRef: ModuleRef) {}

  async find(
    { metadata }: FieldConstraint,
    request: object,
  ): Promise<readonly ValidatorConstraintInterface[]> {
    const { constraintCls } = metadata;
    let finders = this.#known.get(constraintCls);
    if (finders === undefined) {
      const constraints = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
      finders = constraints.map((constraint) => this.#finderOf(constraint));
      this.#known.set(constraintCls, finders);
    }
    return Promise.all(finders.map(async (find) => find(request)));
  }

  #finderOf(constraint: ConstraintMetadata): Find {
    // What class-validator constructs, if nobody else does.
    const target = constraint.target as Type<ValidatorConstraintInterface>;
    const scope = this.#scopeOf(target);
    // Its container may change as long as nothing was checked.
    if (scope === undefined) return () => constraint.instance;
    if (scope === Scope.DEFAULT) {
      const provided: ValidatorConstraintInterface = this.moduleRef.get(target, { strict: false });
      return () => provided;
    }
    return (request) =>
      this.moduleRef.resolve(target, requestContextId(request, this.moduleRef), { strict: false });
  }

  /** Undefined for what the app does not provide. */
  #scopeOf(target: Type<ValidatorConstraintInterface>): Scope | undefined {
    try {
      return this.moduleRef.introspect(target).scope;
    } catch {
      return undefined;
    }
  }
}
