import type { TextProps } from '@mizan/react/forms';

interface FieldTextProps {
  readonly help: TextProps;
  readonly error: TextProps;
}

/** What stands below a field. */
export function FieldText({ help, error }: FieldTextProps) {
  return (
    <>
      {help.children && <p {...help} className="help" />}
      {error.children && <p {...error} className="error" />}
    </>
  );
}
