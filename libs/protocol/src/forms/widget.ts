/** How a field is filled in. */
export type Widget =
  | 'text'
  | 'textarea'
  | 'email'
  | 'url'
  | 'tel'
  | 'password'
  | 'number'
  | 'checkbox'
  | 'select'
  | 'select-multiple'
  | 'radio'
  | 'date'
  | 'time'
  | 'datetime-local'
  | 'file'
  | 'hidden';
