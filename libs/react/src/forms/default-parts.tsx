import type { ReactNode } from 'react';
import { controlsOf } from './controls-of.js';
import type { FormTexts, PartName, PartProps } from './form-slots.js';

type Parts = { readonly [Name in PartName]: (props: PartProps[Name], texts: FormTexts) => ReactNode };

/** How parts are shown where no slot does. */
export const defaultParts: Parts = {
  title: ({ className, subtitle, children }) => (
    <header className={className}>
      <h2>{children}</h2>
      {subtitle && <p>{subtitle}</p>}
    </header>
  ),
  field: ({ className, children }) => <div className={className}>{children}</div>,
  label: ({ as: Label, htmlFor, className, children }) => (
    <Label {...(htmlFor && { htmlFor })} className={className}>
      {children}
    </Label>
  ),
  input: showInput,
  help: showText,
  error: showText,
  row: ({ field, index, remove, ref, className, children }, texts) => {
    const label = `${field.label} ${index + 1}`;
    return (
      <fieldset ref={ref} className={className}>
        <legend>{label}</legend>
        {children}
        <button type="button" onClick={remove} aria-label={`${texts.remove ?? 'Remove'} ${label}`}>
          {texts.remove ?? 'Remove'}
        </button>
      </fieldset>
    );
  },
  list: ({ name, field, group, add, adder, className, children }, texts) => (
    <fieldset {...group} className={className}>
      {children}
      <button
        ref={adder}
        type="button"
        name={name}
        onClick={add}
        aria-label={`${texts.add ?? 'Add'}: ${field.label}`}
      >
        {texts.add ?? 'Add'}
      </button>
    </fieldset>
  ),
  errors: ({ messages, className }) => (
    <ul className={className}>
      {messages.map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  ),
  progress: ({ value, cancel, className }, { sending = 'Sending', cancel: giveUp = 'Cancel' }) => (
    <div className={className}>
      <progress aria-label={sending} value={value} max={1} />
      <button
        type="button"
        // What was sent as a whole may happen, whoever gives it up.
        aria-disabled={value === 1}
        onClick={(event) => {
          if (value === 1) return;
          cancel();
          // This button is gone then.
          focusSubmit(event.currentTarget.form);
        }}
      >
        {giveUp}
      </button>
    </div>
  ),
  submit: ({ isSubmitting, className, children }) => (
    // One that is disabled loses the focus.
    <button type="submit" aria-disabled={isSubmitting} className={className}>
      {children}
    </button>
  ),
};

function focusSubmit(form: HTMLFormElement | null): void {
  const button = form && controlsOf(form).find(({ type }) => type === 'submit');
  button?.focus();
}

function showText({ id, className, children }: PartProps['help']): ReactNode {
  return (
    <p id={id} className={className}>
      {children}
    </p>
  );
}

function showInput({ field, props, radios, className }: PartProps['input']): ReactNode {
  switch (field.widget) {
    case 'textarea':
      return <textarea {...props} className={className} />;
    case 'radio':
      return radios.map((radio) => (
        <label key={radio.value} className={className}>
          <input {...radio.props} /> {radio.label}
        </label>
      ));
    case 'select':
    case 'select-multiple':
      return (
        <select {...props} className={className}>
          {field.widget === 'select' && <option value="" />}
          {field.choices?.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      );
  }
  return <input {...props} className={className} />;
}
