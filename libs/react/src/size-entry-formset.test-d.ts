import { createFormsetHook } from '@mizan/react/forms';
import { contactForm } from './size-entry-form.test-d.js';

// What a formset adds to what size-entry-form-component brings.
export * from './size-entry-form-component.test-d.js';
export const useContactFormset = createFormsetHook(contactForm);
