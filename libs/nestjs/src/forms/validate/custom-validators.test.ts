import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import {
  IsEmail,
  IsString,
  MaxLength,
  MinLength,
  registerDecorator,
  Validate,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import { type FormText, MizanForm } from '../../index.js';

@Injectable()
class Names {
  readonly asked: string[] = [];
  async isTaken(name: string): Promise<boolean> {
    this.asked.push(name);
    return Promise.resolve(name === 'root');
  }
}

@Injectable()
@ValidatorConstraint({ name: 'isFree', async: true })
class IsFree implements ValidatorConstraintInterface {
  constructor(private readonly names: Names) {}

  async validate(name: string): Promise<boolean> {
    return !(await this.names.isTaken(name));
  }

  defaultMessage({ property }: ValidationArguments): string {
    return `$value is taken, so choose another ${property}`;
  }
}

@Injectable({ scope: Scope.REQUEST })
@ValidatorConstraint({ name: 'isOfTenant' })
class IsOfTenant implements ValidatorConstraintInterface {
  constructor(@Inject(REQUEST) private readonly request: { readonly headers: Record<string, string> }) {}

  validate(value: string): boolean {
    return value.startsWith(this.request.headers['x-tenant'] ?? '?');
  }
}

/** No provider: class-validator makes it. */
@ValidatorConstraint()
class IsOdd implements ValidatorConstraintInterface {
  validate(value: string): boolean {
    return value.length % 2 === 1;
  }
}

/** A decorator of the app, with a validator written inline. */
function IsShouted(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isShouted',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: string) => value === value.toUpperCase() },
    });
}

class SignUp {
  @Validate(IsFree, { context: { code: 'taken' } })
  @MaxLength(10)
  name!: string;

  @IsString()
  @Validate(IsOfTenant)
  team!: string;

  @IsString()
  @Validate(IsOdd, { message: 'Choose an odd one' })
  nick!: string;

  @IsString()
  @IsShouted()
  motto!: string;

  @IsEmail({}, { message: ({ value }: ValidationArguments) => `${String(value)} is no address` })
  @MinLength(5, { message: 'At least $constraint1, and not $value: $property of $target' })
  email!: string;

  @MinLength(9, { groups: ['careful'] })
  @MinLength(2)
  @MaxLength(20, { groups: ['other'] })
  password!: string;
}

@Injectable()
class SignUps {
  @MizanForm('sign_up')
  signUp(_data: SignUp): void {
    // What is checked counts here.
  }

  @MizanForm({ name: 'careful', groups: ['careful'] })
  signUpCarefully(_data: SignUp): void {
    // What is checked counts here.
  }
}

const valid = {
  name: 'ada',
  team: 'red-1',
  nick: 'abc',
  motto: 'HI',
  email: 'ada@b.example',
  password: 'password1',
};
const headers = { 'x-tenant': 'red' };

function error(field: string, code: string, message: string): object {
  return { errors: [{ field, errors: [{ code, message }] }] };
}

describe('validators of the app', () => {
  let app: FormsApp;

  beforeAll(async () => {
    app = await startForms({ providers: [SignUps, Names, IsFree, IsOfTenant] });
  });
  afterAll(() => app.close());

  const find = async (data: object, form = 'sign_up') =>
    (await app.ask(`${form}.validate`, { data: { ...valid, ...data } }, headers)) as {
      readonly errors: unknown;
    };

  it('may ask a service that is injected, and have codes of their own', async () => {
    expect(await find({})).toEqual({ errors: [] });
    expect(await find({ name: 'root' })).toEqual(
      error('name', 'taken', 'root is taken, so choose another name'),
    );
  });

  it('are not asked when a constraint before them does not hold', async () => {
    const { asked } = app.app.get(Names);
    asked.length = 0;
    await app.ask('sign_up.validate', { data: { name: {} } }, headers);
    expect(asked).toEqual([]);
  });

  it('are made for each request where they have its scope', async () => {
    expect(await find({ team: 'blue-1' })).toEqual(error('team', 'invalid', 'Enter a valid value.'));
  });

  it('need be no providers, and may be written inline', async () => {
    expect(await find({ nick: 'ab' })).toEqual(error('nick', 'invalid', 'Choose an odd one'));
    expect(await find({ motto: 'hi' })).toEqual(error('motto', 'invalid', 'Enter a valid value.'));
  });

  it('have the words of the app, with the marks of class-validator', async () => {
    expect(await find({ email: 'not an address' })).toEqual(
      error('email', 'invalid', 'not an address is no address'),
    );
    const short = 'a@b';
    expect(await find({ email: short })).toEqual(error('email', 'invalid', `${short} is no address`));
  });

  it('belong to groups, and to all where they have none', async () => {
    expect(await find({ password: 'short' }, 'careful')).toEqual(
      error('password', 'min_length', 'Use at least 9 characters.'),
    );
    expect(await find({ password: 'x'.repeat(30) }, 'careful')).toEqual({ errors: [] });
    expect(await find({ password: 'x'.repeat(30) })).toEqual(
      error('password', 'max_length', 'Use at most 20 characters.'),
    );
  });
});

const texts: FormText[] = [];

function translate(text: FormText, { request }: { readonly request: object }): Promise<string> {
  texts.push(text);
  const headersOf = Reflect.get(request, 'headers') as Record<string, string>;
  return Promise.resolve(`${headersOf['accept-language'] ?? ''}: ${text.text}`);
}

/** As in an app that is compiled without `noUncheckedIndexedAccess`. */
function lookUp({ text }: FormText): string {
  return Reflect.get({}, text);
}

describe('the option translate', () => {
  let app: FormsApp;

  beforeAll(async () => {
    app = await startForms(
      { providers: [SignUps, Names, IsFree, IsOfTenant] },
      { mizan: { forms: { translate } } },
    );
  });
  afterAll(() => app.close());

  it('has the last word on what is wrong, and is told what that is', async () => {
    texts.length = 0;
    const data = { ...valid, password: 'x' };
    expect(await app.ask('sign_up.validate', { data }, { ...headers, 'accept-language': 'de' })).toEqual({
      errors: [
        { field: 'password', errors: [{ code: 'min_length', message: 'de: Use at least 9 characters.' }] },
      ],
    });
    expect(texts).toEqual([
      {
        kind: 'error',
        form: 'sign_up',
        field: 'password',
        text: 'Use at least 9 characters.',
        code: 'min_length',
        constraint: 'minLength',
        args: [9],
      },
    ]);
  });

  it('has it on titles, labels and buttons too', async () => {
    texts.length = 0;
    const schema = await app.ask('sign_up.schema', {}, { 'accept-language': 'fr' });
    expect(schema).toMatchObject({ title: 'fr: Sign Up', submit_label: 'fr: Submit' });
    expect(schema).toMatchObject({ fields: [{ label: 'fr: Name' }, {}, {}, {}, {}, {}] });
    expect([...new Set(texts.map(({ kind }) => kind))]).toEqual(['title', 'submit', 'label']);
  });

  it('leaves texts as they are for which its dictionary has no word', async () => {
    const plain = await startForms(
      { providers: [SignUps, Names, IsFree, IsOfTenant] },
      { mizan: { forms: { translate: lookUp } } },
    );
    expect(await plain.ask('sign_up.schema')).toMatchObject({ title: 'Sign Up' });
    await plain.close();
  });
});
