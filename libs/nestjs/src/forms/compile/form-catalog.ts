import {
  declareFormFunction,
  type FormDeclaration,
  type FormPart,
  formTypes,
  type Graph,
  type Shape,
} from '@mizan/protocol';
import type { BootProblem } from '../../errors/index.js';
import type { InputReader } from '../../input/compile-input.js';
import type { TypeCatalog } from '../../types/type-catalog.js';
import { shapeOf } from '../../types/value-type.js';
import type { FormPartRecord, FormRecord } from '../discover/form-record.js';
import { formInput } from '../submit/form-input.js';
import { compileForm } from './compile-form.js';
import type { CompiledForm, FormPlace } from './compiled-form.js';

/** What the graph and the registry say of one function of a form. */
export interface DescribedPart {
  readonly input: InputReader;
  readonly fields: InputReader['fields'];
  readonly output: Shape;
  readonly form: FormPart;
  readonly place: FormPlace;
}

/** All forms of one app, each compiled once for all of its functions. */
export class FormCatalog {
  readonly #forms = new Map<FormRecord, CompiledForm>();

  constructor(
    private readonly catalog: TypeCatalog,
    /** Whether the server says the texts of forms in other languages. */
    private readonly isTranslated: boolean,
  ) {}

  describe({ record, role }: FormPartRecord): DescribedPart {
    const form = this.#compile(record);
    const input = formInput({ form, role });
    const { output } = declareFormFunction(record.name, role);
    const submits = role === 'submit' && {
      fields: form.group.fields.map(({ name, type, required }) => ({ name, shape: shapeOf(type), required })),
      ...(form.data && { data: form.data }),
    };
    return {
      input,
      fields: input.fields,
      output,
      form: { name: record.name, role, ...submits },
      place: { form, role },
    };
  }

  /** What the functions of forms answer with; nothing when there is no form. */
  get types(): Graph['types'] {
    return this.#forms.size === 0 ? {} : formTypes;
  }

  get declarations(): readonly FormDeclaration[] {
    const translated = this.isTranslated && { translated: true as const };
    return [...this.#forms.values()].map(({ declaration }) => ({ ...declaration, ...translated }));
  }

  get problems(): readonly BootProblem[] {
    const taken = Object.keys(this.types).filter((name) => Object.hasOwn(this.catalog.structs, name));
    return [...[...this.#forms.values()].flatMap(({ problems }) => problems), ...taken.map(takenName)];
  }

  #compile(record: FormRecord): CompiledForm {
    const known = this.#forms.get(record) ?? compileForm(record, this.catalog);
    this.#forms.set(record, known);
    return known;
  }
}

function takenName(name: string): BootProblem {
  return {
    where: name,
    problem: 'forms have a type of this name, and a class of the app has it as well',
    fix: 'Rename the class; a schema is named by .meta({ id }).',
  };
}
