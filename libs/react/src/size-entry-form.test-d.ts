import { formRef } from '@mizan/client/forms';
import { createFormHook } from '@mizan/react/forms';
import { contactSchema } from './size-entry-schema.test-d.js';

// What a form of five fields brings, as generated code would write it.
export const contactForm = formRef({
  name: 'contact',
  title: 'Contact us',
  submitLabel: 'Send',
  fields: [
    {
      name: 'name',
      label: 'Your name',
      widget: 'text',
      required: true,
      maxLength: 80,
      helpText: 'As on your badge',
    },
    { name: 'email', label: 'Email', widget: 'email', required: true },
    {
      name: 'topic',
      label: 'Topic',
      widget: 'select',
      initial: 'help',
      choices: [
        { value: 'sales', label: 'Sales' },
        { value: 'help', label: 'Help' },
      ],
    },
    { name: 'message', label: 'Message', widget: 'textarea', required: true, minLength: 10 },
    { name: 'urgent', label: 'Urgent', widget: 'checkbox' },
  ],
  schema: contactSchema,
});

export const useContactForm = createFormHook(contactForm);
