import { Injectable } from '@nestjs/common';
import {
  IsBoolean,
  IsDate,
  IsDateString,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsMilitaryTime,
  IsNumber,
  IsOptional,
  IsPhoneNumber,
  IsString,
  IsStrongPassword,
  IsUrl,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import { enumOf, Field, MizanFile, MizanForm, type MizanIdentity, Typed, Upload } from '../../index.js';

enum Size {
  Small = 's',
  Large = 'l',
}

class Place {
  @MaxLength(20) street!: string;
  @IsInt() houseNumber!: number;
}

class Everything {
  @IsString() plain!: string;
  @Field({ widget: 'textarea' }) @IsString() area!: string;
  @IsEmail() email!: string;
  @IsUrl() url!: string;
  @IsPhoneNumber() tel!: string;
  @IsStrongPassword() password!: string;
  @IsNumber() number!: number;
  @IsBoolean() checkbox!: boolean;
  @IsEnum(Size) select!: Size;
  @Typed([enumOf('a', 'b')]) several: ('a' | 'b')[] = ['b'];
  @Field({ widget: 'radio' }) @IsIn([1, 2]) radio = 2;
  @IsDate() date = new Date('2026-03-04T05:06:07Z');
  @IsDateString() dateText!: string;
  @IsMilitaryTime() time!: string;
  @Field({ widget: 'datetime-local' }) @IsDate() moment = new Date('2026-03-04T05:06:07Z');
  @Upload() @IsOptional() file?: MizanFile;
  @Field({ widget: 'hidden', initial: 'x' }) @IsString() hidden!: string;
}

class Shown {
  @Field({ order: 2, helpText: 'Twice' }) @Length(2, 5) @MaxLength(9) last_thing!: string;
  @IsString() firstThing!: string;
  @Field({ order: -1, label: 'First', choices: ['x', { value: 7, label: 'Seven' }] })
  @IsString()
  one!: string;
  @Field({
    choices: (who) => (who === null ? [] : [`of ${String(who.id)}`]),
    initial: async (who, { data }) => Promise.resolve(`${String(who?.id)} ${String(data['one'])}`),
  })
  @IsString()
  own!: string;
  @Field({ disabled: true, initial: (who) => String(who?.id ?? 'nobody') }) @IsString() author!: string;
  @ValidateNested() place!: Place;
  @IsOptional() @ValidateNested({ each: true }) @Typed([Place]) places?: Place[];
}

class Team {
  @Field({
    choices: (_who, { moduleRef }) => {
      moduleRef.get(Forms).asked += 1;
      return ['a'];
    },
  })
  @IsString()
  team!: string;
}
class Teams {
  @ValidateNested({ each: true }) @Typed([Team]) rows!: Team[];
  @Field({ disabled: true, initial: () => new Date('2026-03-04T05:06:07Z') }) @IsDate() since!: Date;
}

@Injectable()
class Forms {
  submitted: unknown;
  asked = 0;

  @MizanForm('teams')
  team(data: Teams): void {
    this.submitted = data;
  }

  @MizanForm('everything')
  take(_data: Everything): void {
    // What is shown counts here.
  }

  @MizanForm({ title: 'Shown!', subtitle: 'Below', liveValidation: false, refetchSchemaOnValidate: true })
  showThings(data: Shown): void {
    this.submitted = data;
  }

  @MizanForm({ name: 'again', fields: { one: { label: 'Otherwise', order: 9 } } })
  again(_data: Shown): void {
    // What is shown counts here.
  }
}

function readCaller(request: unknown): MizanIdentity | null {
  const { headers } = request as { readonly headers: Readonly<Record<string, string | undefined>> };
  const id = headers['x-user'];
  return id === undefined ? null : { id, isStaff: false, isSuperuser: false, permissions: [] };
}

interface Schema {
  readonly fields: readonly Readonly<Record<string, unknown>>[];
}

describe('the schema of a form', () => {
  let app: FormsApp;

  beforeAll(async () => {
    app = await startForms({ providers: [Forms] }, { mizan: { identity: readCaller } });
  });
  afterAll(() => app.close());

  const schemaOf = async (form: string, data?: object, user?: string) =>
    (await app.ask(`${form}.schema`, { data }, user === undefined ? {} : { 'x-user': user })) as Schema;

  const own = async (data?: object, user?: string) =>
    (await schemaOf('show_things', data, user)).fields.find(({ name }) => name === 'own');

  const codes = async (data: object, user?: string) => {
    const args = { data, only: ['own', 'one'] };
    const answer = await app.ask('show_things.validate', args, user === undefined ? {} : { 'x-user': user });
    const { errors } = answer as { readonly errors: readonly { readonly field: string }[] };
    return errors.map(({ field }) => field);
  };

  it('has a type and a widget for each field, from its type and its constraints', async () => {
    const { fields } = await schemaOf('everything');
    expect(fields.map(({ name, type, widget }) => [name, type, widget])).toEqual([
      ['plain', 'text', 'TextInput'],
      ['area', 'text', 'Textarea'],
      ['email', 'email', 'EmailInput'],
      ['url', 'url', 'URLInput'],
      ['tel', 'tel', 'TextInput'],
      ['password', 'password', 'PasswordInput'],
      ['number', 'number', 'NumberInput'],
      ['checkbox', 'checkbox', 'CheckboxInput'],
      ['select', 'select', 'Select'],
      ['several', 'select-multiple', 'SelectMultiple'],
      ['radio', 'radio', 'RadioSelect'],
      ['date', 'date', 'DateInput'],
      ['dateText', 'date', 'DateInput'],
      ['time', 'time', 'TimeInput'],
      ['moment', 'datetime-local', 'DateTimeInput'],
      ['file', 'file', 'ClearableFileInput'],
      ['hidden', 'hidden', 'HiddenInput'],
    ]);
  });

  it('has initial values and choices as they were declared', async () => {
    const { fields } = await schemaOf('everything');
    const initials = Object.fromEntries(fields.map(({ name, initial }) => [String(name), initial]));
    expect(initials).toMatchObject({
      plain: null,
      several: ['b'],
      radio: 2,
      date: '2026-03-04',
      // A moment, whatever the zone of the server is.
      moment: '2026-03-04T05:06:07.000Z',
      hidden: 'x',
    });
    const chosen = fields.filter(({ choices }) => choices !== null);
    expect(Object.fromEntries(chosen.map(({ name, choices }) => [String(name), choices]))).toEqual({
      select: [
        { value: 's', label: 'S' },
        { value: 'l', label: 'L' },
      ],
      several: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ],
      radio: [
        { value: '1', label: '1' },
        { value: '2', label: '2' },
      ],
    });
  });

  it('has a moment read as the one that it showed', async () => {
    const { fields } = await schemaOf('everything');
    const shown = fields.find(({ name }) => name === 'moment')?.['initial'];
    expect(new Date(String(shown))).toEqual(new Date('2026-03-04T05:06:07Z'));
  });

  it('does not ask for what is there already, nor for a box to be checked', async () => {
    const { fields } = await schemaOf('everything');
    const open = fields.filter(({ required }) => required === false).map(({ name }) => name);
    expect(open).toEqual(['checkbox', 'several', 'radio', 'date', 'moment', 'file']);
  });

  it('is named after the method, and has the options of the form', async () => {
    expect(await schemaOf('show_things')).toMatchObject({
      name: 'show_things',
      title: 'Shown!',
      subtitle: 'Below',
      submit_label: 'Submit',
      meta: { live_validation: false, live_form_errors: false, refetch_schema_on_validate: true },
    });
  });

  it('has fields in order, and what is in an object by path', async () => {
    const { fields } = await schemaOf('show_things');
    expect(fields.map(({ name, label }) => [name, label])).toEqual([
      ['one', 'First'],
      ['firstThing', 'First Thing'],
      ['own', 'Own'],
      ['author', 'Author'],
      ['place.street', 'Street'],
      ['place.houseNumber', 'House Number'],
      ['places', 'Places'],
      ['last_thing', 'Last Thing'],
    ]);
    expect(fields.at(-1)).toMatchObject({ help_text: 'Twice', min_length: 2, max_length: 5 });
  });

  it('shows a list of objects with the fields of each', async () => {
    const { fields } = await schemaOf('show_things');
    expect(fields.find(({ name }) => name === 'places')).toMatchObject({
      type: 'list',
      widget: 'Fieldset',
      required: false,
      fields: [
        { name: 'street', type: 'text', max_length: 20 },
        { name: 'houseNumber', type: 'number' },
      ],
    });
  });

  it('can show fields otherwise in one form', async () => {
    const { fields } = await schemaOf('again');
    expect(fields.at(-1)).toMatchObject({ name: 'one', label: 'Otherwise', choices: [{ value: 'x' }, {}] });
  });

  it('computes choices and initial values for whoever asks, and for what is filled in', async () => {
    expect(await own()).toMatchObject({ choices: [], initial: 'undefined undefined' });
    expect(await own({ one: 'x' }, 'ada')).toMatchObject({
      choices: [{ value: 'of ada', label: 'Of Ada' }],
      initial: 'ada x',
    });
  });

  it('takes only what whoever asks can choose', async () => {
    expect(await codes({ own: 'of ada', one: 'x' }, 'ada')).toEqual([]);
    expect(await codes({ own: 'of ada', one: 7 }, 'sam')).toEqual(['own']);
    expect(await codes({ own: 'of ada', one: 'y' })).toEqual(['one', 'own']);
  });

  it('has disabled fields keep their initial value, whatever is sent', async () => {
    const sent = {
      one: 'x',
      firstThing: 'y',
      own: 'of ada',
      author: 'somebody else',
      last_thing: 'zz',
      place: { street: 'High', houseNumber: 1 },
    };
    expect(await app.ask('show_things.submit', sent, { 'x-user': 'ada' })).toEqual({
      success: true,
      data: null,
    });
    expect(app.app.get(Forms).submitted).toMatchObject({ author: 'ada' });
  });

  it('has disabled dates keep their time', async () => {
    await app.ask('teams.submit', { rows: [{ team: 'a' }], since: '1999-01-01' });
    expect(app.app.get(Forms).submitted).toMatchObject({ since: new Date('2026-03-04T05:06:07Z') });
  });

  it('computes choices once for a request, however many items of a list have them', async () => {
    const forms = app.app.get(Forms);
    forms.asked = 0;
    const rows = Array.from({ length: 50 }, () => ({ team: 'a' }));
    expect(await app.validate('teams', { rows })).toEqual({});
    expect(forms.asked).toBe(1);
    expect(await app.validate('teams', { rows: [{ team: 'a' }, { team: 'b' }] })).toMatchObject({
      'rows.1.team': ['invalid_choice', expect.any(String)],
    });
    expect(forms.asked).toBe(2);
  });
});
