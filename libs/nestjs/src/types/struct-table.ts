import { isSameShape, type Field, type StructDeclaration } from '@mizan/protocol';
import { Refusal } from './refusal.js';

/** The class or schema that a name belongs to, and the function that referred to it first. */
interface Owner {
  readonly type: object;
  readonly where: string;
}

/** The structs of an app by name. A name belongs to one class or schema. */
export class StructTable {
  /** Without a prototype, so that no name is there already. */
  readonly declarations: Record<string, StructDeclaration> = Object.create(null) as Record<
    string,
    StructDeclaration
  >;
  readonly #owners = new Map<string, Owner>();
  readonly #report: (name: string, refusal: Refusal) => void;

  constructor(report: (name: string, refusal: Refusal) => void) {
    this.#report = report;
  }

  /** @param where the function that refers to it, directly or through other types */
  declare(name: string, type: object, declaration: StructDeclaration, where: string): void {
    const known = this.declarations[name];
    const owner = this.#owners.get(name);
    if (known === undefined || owner === undefined) {
      this.declarations[name] = declaration;
      this.#owners.set(name, { type, where });
    } else if (!hasSameFields(known, declaration)) {
      this.#report(name, isClass(type) && owner.type === type ? twoFaced : twoTypes(owner.where, where));
    } else if (isClass(type) && isClass(owner.type) && owner.type !== type) {
      // They are alike today.
      this.#report(name, twoTypes(owner.where, where));
    }
  }
}

function twoTypes(first: string, second: string): Refusal {
  const places = first === second ? `both in ${first}` : `one in ${first} and one in ${second}`;
  return new Refusal(
    `two different types have this name, ${places}`,
    'Rename one of them; a schema is named by .meta({ id })',
  );
}

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
