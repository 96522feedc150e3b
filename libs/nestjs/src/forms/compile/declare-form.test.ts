import { emitKdl, parseKdl } from '@mizan/protocol/kdl';
import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportIr } from '../../export/index.js';
import {
  Field,
  FormCheck,
  MizanFile,
  MizanForm,
  MizanModule,
  MizanRegistry,
  Nullable,
  Typed,
  Upload,
} from '../../index.js';

class Street {
  @Length(2, 9, { message: 'Wrong length' }) name!: string;
}

class Sent {
  @Typed() street!: Street;
}

class Letter {
  @Field({ helpText: 'Who gets it', order: 1 })
  @MaxLength(8)
  @Matches(/^[a-z]+$/iu, { message: () => 'told by a function' })
  to!: string;

  @IsIn(['slow', 'fast']) speed = 'slow';
  @Field({ choices: () => ['a'] })
  @IsOptional()
  @MaxLength(1, { each: true })
  @Typed(['string'])
  tags?: string[];
  @Field({ disabled: true }) @IsInt() @Min(1) copies = 2;
  @ValidateIf(({ speed }: Letter) => speed === 'fast') @MaxLength(3) stamp!: string;
  @ValidateNested() street!: Street;
}

@Injectable()
class Letters {
  constructor() {
    throw new Error('Nothing is made to read declarations');
  }

  @MizanForm({ name: 'letter', subtitle: 'By hand', formset: { max: 5, canDelete: true }, output: Sent })
  send({ street }: Letter): Sent {
    return { street };
  }

  @FormCheck('letter')
  check(): void {
    // Not called here.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Letters] })
class App {}

const Card = z.object({
  to: z
    .string()
    .min(2)
    .max(8)
    .regex(/^[a-z]+$/i),
  copies: z.int().min(1).max(5),
  tags: z.array(z.string()).max(3).optional(),
});

@Injectable()
class Cards {
  @MizanForm({ name: 'card', input: Card })
  send(_card: z.output<typeof Card>): void {
    // Not called here.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Cards] })
class CardApp {}

class Album {
  @Upload({ maxSize: '5MB', accept: 'image/*, text/csv' }) cover!: MizanFile;
  @Upload({ count: 3 }) @IsOptional() pictures?: MizanFile[];
}

@Injectable()
class Albums {
  @MizanForm('album')
  save(_album: Album): void {
    // Not called here.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Albums] })
class AlbumApp {}

class Plan {
  @IsDate() day = new Date('2026-03-04T00:00:00Z');
  @IsString({ each: true }) tags = ['a'];
  @IsInt() count = 2;
}

@Injectable()
class Plans {
  @MizanForm('plan')
  make(_plan: Plan): void {
    // Not called here.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Plans] })
class PlanApp {}

class Place {
  @MaxLength(5) street!: string;
}

class Parcel {
  @ValidateIf((parcel: Parcel, value: unknown) => value != null && parcel.kind !== 'private')
  @MaxLength(8)
  vat!: string;
  @ValidateIf(({ kind }: Parcel) => Boolean(kind) && kind !== 'none') @MaxLength(8) kind!: string;
  @IsOptional() @Nullable() @MaxLength(8) note?: string | null;
  @ValidateIf(({ kind }: Parcel) => kind === 'far') @ValidateNested() place!: Place;
  @Transform(({ value }: { value: unknown }) => value) @ValidateNested() other!: Place;
  @ValidateNested() last!: Place;
  @IsDate() day!: Date;
  @Field({ widget: 'radio' }) @IsBoolean() fragile!: boolean;
}

@Injectable()
class Parcels {
  @MizanForm('parcel')
  send(_parcel: Parcel): void {
    // Not called here.
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Parcels] })
class ParcelApp {}

const translate = () => 'x';

describe('the IR of a form', () => {
  it('tells what files may be, and how many', async () => {
    const kdl = await exportIr(AlbumApp);
    expect(kdl.slice(kdl.indexOf('    field "cover"'))).toBe(`    field "cover" {
        label "Cover"
        widget "file"
        upload max-size=5242880 accept="image/*,text/csv"
    }
    field "pictures" required=#false {
        label "Pictures"
        widget "file"
        constraint "arrayMaxSize" "3" code="max_length"
        list {
            upload
        }
    }
}
`);
    expect(emitKdl(parseKdl(kdl))).toBe(kdl);
  });

  it.each<[boolean | undefined, string, DynamicModule]>([
    [undefined, 'forRoot', MizanModule.forRoot({ forms: {} })],
    [true, 'forRoot', MizanModule.forRoot({ forms: { translate } })],
    [undefined, 'forRootAsync', MizanModule.forRootAsync({ useFactory: () => ({}) })],
    [
      true,
      'forRootAsync',
      MizanModule.forRootAsync({ translatedForms: true, useFactory: () => ({ forms: { translate } }) }),
    ],
  ])('tells whether texts are translated: %s of %s', async (translated, _way, module) => {
    @Module({ imports: [module], providers: [Albums] })
    class TextsApp {}
    expect(parseKdl(await exportIr(TextsApp)).forms?.map((form) => form.translated)).toEqual([translated]);
    const app = await NestFactory.create(TextsApp, { logger: false, abortOnError: false });
    await app.init();
    const { forms = [] } = app.get(MizanRegistry).graph;
    expect(forms.map((form) => form.translated)).toEqual([translated]);
    await app.close();
  });

  it.each([
    [{ useFactory: () => ({ forms: { translate } }) }, 'its factory returns forms.translate, and'],
    [
      { translatedForms: true, useFactory: () => ({}) },
      '`translatedForms` is true, and its factory returns no',
    ],
  ])('does not start where a factory says something else of texts', async (options, problem) => {
    @Module({ imports: [MizanModule.forRootAsync(options)], providers: [Albums] })
    class TextsApp {}
    const starting = NestFactory.create(TextsApp, { logger: false, abortOnError: false });
    await expect(starting).rejects.toMatchObject({
      problems: [{ where: 'MizanModule.forRootAsync', problem: expect.stringContaining(problem) }],
    });
  });

  it('tells what a typed form of a client must know, without anything being made', async () => {
    const kdl = await exportIr(App);
    expect(kdl.slice(kdl.indexOf('form "letter"'))).toBe(`form "letter" {
    title "Letter"
    subtitle "By hand"
    submit-label "Submit"
    live-validation #true
    live-form-errors #false
    refetch-schema-on-validate #false
    type "Sent" {
        struct {
            field "street" {
                ref "Street"
            }
        }
    }
    type "Street" {
        struct {
            field "name" {
                primitive "string"
            }
        }
    }
    field "speed" required=#false {
        label "Speed"
        widget "select"
        initial "slow"
        choice "slow" "Slow"
        choice "fast" "Fast"
        constraint "isIn" "[\\"slow\\",\\"fast\\"]" code="invalid_choice"
        enum "slow" "fast"
    }
    field "tags" required=#false {
        label "Tags"
        widget "select-multiple"
        per-request #true
        constraint "maxLength" "1" code="max_length" each=#true
        list {
            primitive "string"
        }
    }
    field "copies" required=#false {
        label "Copies"
        widget "number"
        disabled #true
        initial 2
        constraint "isInt" code="invalid"
        constraint "min" "1" code="min_value"
        primitive "integer"
    }
    field "stamp" required=#false {
        label "Stamp"
        widget "text"
        primitive "string"
    }
    field "street" {
        label "Street"
        widget "text"
        ref "Street"
        field "name" {
            label "Name"
            widget "text"
            constraint "isLength" "2" "9" code="length" message="Wrong length"
            primitive "string"
        }
    }
    field "to" {
        label "To"
        widget "text"
        help-text "Who gets it"
        constraint "maxLength" "8" code="max_length"
        constraint "matches" "\\"^[a-z]+$\\"" "\\"iu\\"" code="invalid"
        primitive "string"
    }
    data {
        ref "Sent"
    }
    formset min=0 max=5 can-delete=#true can-order=#false
}
`);
  });

  it('tells what only an app can know: whether a constraint holds, and whether an object counts', async () => {
    const { forms = [] } = parseKdl(await exportIr(ParcelApp));
    const told = forms[0]?.fields.map(({ name, constraints, conditional }) => [
      name,
      constraints.map((one) => one.name).join(),
      conditional,
    ]);
    expect(told).toEqual([
      ['vat', '', undefined],
      ['kind', '', undefined],
      ['note', 'maxLength', undefined],
      ['place', '', true],
      ['other', '', true],
      ['last', '', undefined],
      ['day', 'isDate', undefined],
      ['fragile', 'isBoolean,isChoice', undefined],
    ]);
    expect(forms[0]?.fields.at(-1)?.choices).toEqual([
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ]);
  });

  it('has clients ask for initial values that it cannot hold', async () => {
    const { forms = [] } = parseKdl(await exportIr(PlanApp));
    expect(forms[0]?.fields.map(({ name, initial, perRequest }) => [name, initial, perRequest])).toEqual([
      ['day', undefined, true],
      ['tags', undefined, true],
      ['count', 2, false],
    ]);
  });

  it('tells what a schema says that it checks', async () => {
    const { forms = [] } = parseKdl(await exportIr(CardApp));
    expect(forms[0]?.fields.map(({ name, constraints }) => [name, constraints])).toEqual([
      [
        'to',
        [
          { name: 'minUnits', code: 'min_length', args: ['2'], each: false },
          { name: 'maxTrimmed', code: 'max_length', args: ['8'], each: false },
        ],
      ],
      [
        'copies',
        [
          { name: 'min', code: 'min_value', args: ['1'], each: false },
          { name: 'max', code: 'max_value', args: ['5'], each: false },
        ],
      ],
      ['tags', [{ name: 'arrayMaxSize', code: 'max_length', args: ['3'], each: false }]],
    ]);
  });
});
