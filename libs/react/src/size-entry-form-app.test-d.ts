// What the form adds to what size-entry brings.
export * from './size-entry.test-d.js';
export * from './size-entry-form.test-d.js';
