import { Controller, Injectable, UseGuards } from '@nestjs/common';
import { inspect } from 'node:util';
import { Expose } from 'class-transformer';
import { IsBoolean, IsDate, IsInt, IsOptional, IsString, MinLength, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findBootProblems } from '../../../test-support/start-app.js';
import {
  Arg,
  Field,
  FormCheck,
  type FormsOptions,
  FormsetSubmit,
  Identity,
  MizanClient,
  MizanForm,
  type MizanFormOptions,
  Typed,
} from '../../index.js';

class Data {
  @MinLength(2) name!: string;
}

const allow = { canActivate: () => true };

function decorate(prototype: object, descriptor: PropertyDescriptor) {
  // As the compiler would have it, but for getters and static methods.
  return () => MizanForm('x')(prototype, 'take', descriptor as TypedPropertyDescriptor<() => void>);
}

/** Options as plain JavaScript could write them. */
const odd = (options: object) => options as MizanFormOptions;

async function problemsOf(...providers: readonly (abstract new () => object)[]) {
  const problems = await findBootProblems({ providers: providers as never });
  for (const { fix } of problems) expect(fix).toMatch(/\.$/);
  return problems.map(({ where, problem }) => `${where}: ${problem}`);
}

/** What is wrong with a form of a class with one property, shown so. */
async function problemsOfField(options: object, decorator: PropertyDecorator = IsString()) {
  class Shown {
    @Field(options) @decorator one!: unknown;
  }
  Reflect.defineMetadata('design:type', Object, Shown.prototype, 'one');
  @Injectable()
  class Forms {
    @MizanForm('shown') take(_data: Shown): void {
      // Never called.
    }
  }
  return problemsOf(Forms);
}

async function problemsWith(forms: unknown) {
  const problems = await findBootProblems({}, { mizan: { forms: forms as FormsOptions } });
  return problems.map(({ where, problem }) => `${where}: ${problem}`);
}

describe('a form that cannot work is refused at boot', () => {
  it('without fields', async () => {
    @Injectable()
    class Forms {
      @MizanForm('nothing') take(): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual(['Forms.take: it is a form without fields']);
  });

  it('with fields one by one', async () => {
    @Injectable()
    class Forms {
      @MizanForm('single') take(@Arg('name') _name: string): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual(['Forms.take: it takes its fields by @Arg, one by one']);
  });

  it('with names that say something else', async () => {
    @Injectable()
    class Forms {
      @MizanForm('a.b') first(_data: Data): void {
        // Never called.
      }
      @MizanForm('a b') second(_data: Data): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual(
      expect.arrayContaining([
        'Forms.first: its name "a.b" has a dot, which separates a form from its functions',
        'The declarations: "a b" cannot be a form\'s name',
      ]),
    );
  });

  it('twice under one name, and beside a function of the name of one of its own', async () => {
    @Injectable()
    class Forms {
      @MizanForm('same') first(_data: Data): void {
        // Never called.
      }
      @MizanForm('same') second(_data: Data): void {
        // Never called.
      }
      @MizanClient({ name: 'same.schema', output: 'boolean' }) third(): boolean {
        return true;
      }
    }
    const problems = await problemsOf(Forms);
    expect(problems).toContain(
      'Forms.first and Forms.second: Two functions have the wire name "same.submit"',
    );
    expect(problems).toContain(
      'Forms.first and Forms.second and Forms.third: Two functions have the wire name "same.schema"',
    );
  });

  it('with options that do not exist or make no sense', async () => {
    @Injectable()
    class Forms {
      @MizanForm(odd({ name: 'odd', titel: 'x', formset: { min: 3, max: 2, rows: 1 }, affects: undefined }))
      take(_data: Data): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'Forms.take: its option `affects` names something that is undefined',
      "Forms.take: @MizanForm has no option 'titel'",
      "Forms.take: its option `formset` has no option 'rows'",
      'Forms.take: its formset has from 3 to 2 rows',
    ]);
  });

  it.each([
    // Each letter would be a group, so that no constraint of the group "edit" held.
    { groups: 'edit', problem: "@MizanForm has 'edit' for 'groups'" },
    { title: 5, problem: "@MizanForm has 5 for 'title'" },
    { liveValidation: 'no', problem: "@MizanForm has 'no' for 'liveValidation'" },
    { formset: 'yes', problem: "@MizanForm has 'yes' for 'formset'" },
    { formset: { canDelete: 'no' }, problem: "its option `formset` has 'no' for 'canDelete'" },
  ])('with options that are something else: $problem', async ({ problem, ...options }) => {
    @Injectable()
    class Forms {
      @MizanForm(odd({ name: 'odd', ...options }))
      take(_data: Data): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([`Forms.take: ${problem}`]);
  });

  it('with targets that are unknown', async () => {
    @Injectable()
    class Forms {
      @MizanForm({ name: 'stale', affects: 'tickt', merge: 'tickt' }) take(_data: Data): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      expect.stringMatching(/^Forms\.take: .*"tickt"/),
      expect.stringMatching(/^Forms\.take: .*"tickt"/),
    ]);
  });

  it('with checks and handlers of other forms, or that Nest was to do something around', async () => {
    @Injectable()
    class Forms {
      @MizanForm('one') take(_data: Data): void {
        // Never called.
      }
      @FormCheck('two') stray(): void {
        // Never called.
      }
      @FormCheck('one') @UseGuards(allow) guarded(): void {
        // Never called.
      }
      @FormCheck('one') parameters(_data: Data, @Identity() _who: unknown): void {
        // Never called.
      }
      @FormsetSubmit('one') rows(): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'Forms.guarded: guards, interceptors, pipes, filters, auth rules and parameter decorators do not work on it',
      'Forms.parameters: guards, interceptors, pipes, filters, auth rules and parameter decorators do not work on it',
      'Forms.rows: it handles the rows of "one", which has no formset',
      'Forms.stray: @FormCheck names the form "two", which this class does not have',
    ]);
  });

  it('on a class without forms, a check', async () => {
    @Injectable()
    class Checks {
      @FormCheck('one') stray(): void {
        // Never called.
      }
    }
    expect(await problemsOf(Checks)).toEqual([
      'Checks.stray: @FormCheck names the form "one", which this class does not have',
    ]);
  });

  it('on a controller, or inherited by two classes', async () => {
    class Base {
      @MizanForm('shared') take(_data: Data): void {
        // Never called.
      }
    }
    @Controller()
    class OnController extends Base {}
    @Injectable()
    class First extends Base {}
    @Injectable()
    class Second extends Base {}
    expect(await findBootProblems({ controllers: [OnController] })).toEqual([
      expect.objectContaining({ where: 'OnController' }),
    ]);
    expect(await problemsOf(First, Second)).toEqual(
      ['schema', 'validate', 'submit'].map((role) =>
        expect.stringContaining(`they are one inherited method, and so one function "shared.${role}"`),
      ),
    );
  });

  it('with a class that leads back to itself', async () => {
    class Comment {
      @IsString() text!: string;
      @IsOptional() @ValidateNested() reply?: Comment;
    }
    Reflect.defineMetadata('design:type', Comment, Comment.prototype, 'reply');
    @Injectable()
    class Forms {
      @MizanForm('comment') take(_data: Comment): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'Comment.reply: it leads back to a class that it is in, and a form would have no end',
    ]);
  });

  it('with classes that are called as the types of forms', async () => {
    class FieldError {
      @IsString() text!: string;
    }
    @Injectable()
    class Forms {
      @MizanForm('form') take(_data: Data): void {
        // Never called.
      }
      @MizanClient({ output: [FieldError] }) errors(): FieldError[] {
        return [];
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'FieldError: forms have a type of this name, and a class of the app has it as well',
    ]);
  });

  it.each([
    { options: { lable: 'x' }, problem: "@Field has no option 'lable'" },
    { options: { widget: 'slider' }, problem: "its widget is 'slider'" },
    { options: { widget: 'checkbox' }, problem: "its widget is 'checkbox', which is for a boolean" },
    { options: { widget: 'number' }, problem: "its widget is 'number', which is for a number" },
    { options: { widget: 'select' }, problem: "its widget is 'select', which is for one value with choices" },
    {
      options: { widget: 'select-multiple', choices: ['a'] },
      problem: "its widget is 'select-multiple', which is for a list with choices",
    },
    {
      options: { widget: 'date' },
      decorator: IsInt(),
      problem: "its widget is 'date', which is for a date or a text",
    },
    {
      options: { disabled: true },
      problem: 'it has to be filled in, but is disabled and has no initial value',
    },
  ])('with a field that cannot be shown so: $options', async ({ options, decorator, problem }) => {
    expect(await problemsOfField(options, decorator)).toEqual([`Shown.one: ${problem}`]);
  });

  it.each([
    { choices: 'abc' },
    { choices: [null] },
    { choices: [{ value: 'a' }] },
    { initial: Symbol('x') },
    { label: 5 },
    { order: 'x' },
    { disabled: 'no', initial: 'x' },
  ])('with options of a field that are something else: %o', async (options) => {
    const [[option, value] = ['', undefined]] = Object.entries<unknown>(options);
    expect(await problemsOfField(options)).toEqual([
      `Shown.one: @Field has ${inspect(value)} for '${option}'`,
    ]);
  });

  it('with fields whose names say something else, or that could never be right', async () => {
    class Odd {
      @IsString() __all__!: string;
      @Expose({ name: 'a.b' }) @IsString() dotted!: string;
      @ValidateNested({ each: true }) @Typed([[Data]]) rows!: Data[][];
      @Field({ widget: 'time' }) @IsDate() at!: Date;
    }
    @Injectable()
    class Forms {
      @MizanForm('odd') take(_data: Odd): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'Odd.__all__: its name "__all__" stands for the form as a whole',
      'Odd.dotted: its name "a.b" has a dot, which leads into an object',
      'Odd.rows: it is a list of lists of objects, which a form cannot show',
      "Odd.at: its widget is 'time', which is for a text",
    ]);
  });

  it('with options of fields that are none, or of fields with fields', async () => {
    class Inner {
      @IsBoolean() flag!: boolean;
    }
    class Outer {
      @Field({ widget: 'text' }) @ValidateNested() inner!: Inner;
    }
    @Injectable()
    class Forms {
      @MizanForm({ name: 'outer', fields: { iner: {} } }) take(_data: Outer): void {
        // Never called.
      }
      @MizanForm({ name: 'zod', input: z.object({ a: z.string() }), fields: { a: { widget: 'number' } } })
      takeZod(_data: object): void {
        // Never called.
      }
    }
    expect(await problemsOf(Forms)).toEqual([
      'Outer.inner: its option `widget` is for fields with a value, and this one holds other fields',
      'Forms.take: its option `fields` names "iner", which is no field of the form',
      'Forms.takeZod field "a": its widget is \'number\', which is for a number',
    ]);
  });

  it('with options of all forms that make no sense', async () => {
    expect(await problemsWith(null)).toEqual(['forms: it is null']);
    expect(await problemsWith({ translate: 'de', transalte: () => '' })).toEqual([
      'forms.transalte: there is no such option',
      "forms.translate: it is 'de'",
    ]);
  });

  it('on what is no method, at once', () => {
    expect(decorate(Data, { value: () => undefined })).toThrow('@MizanForm on Data.take: it is static');
    expect(decorate(Data.prototype, { get: () => undefined })).toThrow('it is no method');
  });
});
