import {
  checkbox,
  choice,
  formSchema,
  maxLength,
  minLength,
  pattern,
  required,
  text,
} from '@mizan/client/constraints';

interface ContactInput {
  readonly name?: string;
  readonly email?: string;
  readonly topic?: string;
  readonly message?: string;
  readonly urgent?: boolean;
}

// The schema of a form of five fields, with all of zod that it brings along, as generated code would write it.
export const contactSchema = formSchema<ContactInput, ContactInput>({
  name: required(text(maxLength('Use at most 80 characters.', 80))),
  email: required(
    text(
      pattern(
        'isEmail',
        'Enter a valid email address.',
        '^(?=[^]{1,254}$)(?:"[^]*"|[^\\s@".(),:;<>[\\\\\\]]+(?:\\.[^\\s@".(),:;<>[\\\\\\]]+)*)@(?:[^\\s@.]{1,63}\\.)+(?:[^\\s@.\\d_-]{2,}|xn[a-z0-9-]{2,})$',
        'i',
      ),
    ),
  ),
  topic: choice(['sales', 'help']),
  message: required(text(minLength('Use at least 10 characters.', 10))),
  urgent: checkbox(),
});
