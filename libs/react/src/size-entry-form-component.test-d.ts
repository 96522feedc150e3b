import { createFormComponent } from '@mizan/react/forms';
import { contactForm } from './size-entry-form.test-d.js';

// What the component adds to what size-entry-form-app brings.
export * from './size-entry-form-app.test-d.js';
export const ContactForm = createFormComponent(contactForm);
