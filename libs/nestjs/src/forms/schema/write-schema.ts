import type { CompiledForm } from '../compile/compiled-form.js';
import type { FieldGroup, FormField } from '../compile/form-field.js';
import { widgetNames } from '../declare/widget.js';
import type { FormText } from '../form-text.js';
import { translate } from '../translate.js';
import type { FormRun } from '../validate/form-run.js';
import { readChoices } from './read-choices.js';
import { readInitial } from './read-initial.js';

type FieldSchema = Readonly<Record<string, unknown>>;

/** What there is to show of a form to whoever asks now (PROTOCOL 11). */
export async function writeSchema({ declaration, group }: CompiledForm, run: FormRun): Promise<object> {
  const { name, title, subtitle, submitLabel } = declaration;
  const say = (kind: 'title' | 'subtitle' | 'submit', text: string) =>
    translate({ kind, form: name, text }, run);
  return {
    name,
    title: await say('title', title),
    subtitle: subtitle === undefined ? null : await say('subtitle', subtitle),
    submit_label: await say('submit', submitLabel),
    fields: await writeFields(name, group, run),
    meta: {
      refetch_schema_on_validate: declaration.refetchSchemaOnValidate,
      live_validation: declaration.liveValidation,
      live_form_errors: declaration.liveFormErrors,
    },
  };
}

/** An object shows as its fields; a list of objects is a field that has the fields of each. */
async function writeFields(
  form: string,
  { fields }: FieldGroup,
  run: FormRun,
  at = '',
): Promise<readonly FieldSchema[]> {
  const written: FieldSchema[] = [];
  for (const field of fields) {
    const path = at + field.name;
    if (field.group === undefined) written.push(await writeField(form, field, path, run));
    else if (!field.isList) written.push(...(await writeFields(form, field.group, run, `${path}.`)));
    else {
      const inner = await writeFields(form, field.group, run);
      written.push({
        ...(await writeField(form, field, path, run)),
        type: 'list',
        widget: 'Fieldset',
        fields: inner,
      });
    }
  }
  return written;
}

async function writeField(form: string, field: FormField, path: string, run: FormRun): Promise<FieldSchema> {
  const { label, widget, required, disabled, helpText, minLength, maxLength } = field;
  const say = (text: FormText) => translate(text, run);
  const choices = await readChoices(field, run);
  const said = [];
  for (const { value, label: text } of choices ?? [])
    said.push({ value, label: await say({ kind: 'choice', form, field: path, value, text }) });
  return {
    name: path,
    label: await say({ kind: 'label', form, field: path, text: label }),
    ...widgetNames[widget],
    required,
    disabled,
    help_text: helpText === '' ? '' : await say({ kind: 'help', form, field: path, text: helpText }),
    initial: await readInitial(field, run),
    max_length: maxLength,
    min_length: minLength,
    choices: choices === undefined ? null : said,
  };
}
