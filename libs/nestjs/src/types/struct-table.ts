import { isSameShape, type Field, type StructDeclaration } from '@mizan/protocol';
import { Refusal } from './refusal.js';

/** The structs of an app by name. A name belongs to one class or schema. */
export class StructTable {
  /** Without a prototype, so that no name is there already. */
  readonly declarations: Record<string, StructDeclaration> = Object.create(null) as Record<
    string,
    StructDeclaration
  >;
  readonly #owners = new Map<string, object>();
  readonly #report: (name: string, refusal: Refusal) => void;

  constructor(report: (name: string, refusal: Refusal) => void) {
    this.#report = report;
  }

  declare(name: string, owner: object, declaration: StructDeclaration): void {
    const known = this.declarations[name];
    const knownOwner = this.#owners.get(name);
    if (known === undefined || knownOwner === undefined) {
      this.declarations[name] = declaration;
      this.#owners.set(name, owner);
    } else if (!hasSameFields(known, declaration)) {
      this.#report(name, isClass(owner) && knownOwner === owner ? twoFaced : twoTypes);
    } else if (isClass(owner) && isClass(knownOwner) && knownOwner !== owner) {
      // They are alike today.
      this.#report(name, twoTypes);
    }
  }
}

const twoTypes = new Refusal(
  'two different types have this name',
  'Rename one of them; a schema is named by .meta({ id })',
);

const twoFaced = new Refusal(
  '@Expose or @Exclude make it one type as an input and another as an output',
  'Make two classes, with OmitType or PickType',
);

function isClass(owner: object): boolean {
  return typeof owner === 'function' && !('~standard' in owner);
}

function hasSameFields(a: StructDeclaration, b: StructDeclaration): boolean {
  if (a.fields.length !== b.fields.length) return false;
  return a.fields.every((field, index) => isSameField(field, b.fields[index]));
}

function isSameField(a: Field, b: Field | undefined): boolean {
  if (b === undefined) return false;
  return (
    a.name === b.name && a.required === b.required && a.default === b.default && isSameShape(a.shape, b.shape)
  );
}
