// What is said to whoever fills in a form, in one place for servers and browsers. One constant each, so that bundles
// hold those that they say.

export const requiredText = 'This field is required.';
export const choiceText = 'Choose one of the options.';
export const wholeNumberText = 'Enter a whole number.';
export const numberText = 'Enter a number.';
export const dateText = 'Enter a valid date.';
export const truthText = 'Say yes or no.';
export const valueText = 'Enter a valid value.';
export const listText = 'Send a list.';
export const objectText = 'Send an object.';
export const fileText = 'Choose a file.';

/** @param accept kinds that a file may have: `image/*`, `application/pdf` */
export function fileKindText(accept: readonly string[]): string {
  const kinds = accept.map((kind) => kind.replace(/\/\*$/, ''));
  return `Choose a file of ${kinds.length === 1 ? 'this kind' : 'one of these kinds'}: ${kinds.join(', ')}.`;
}

/** @param bytes that a file may have */
export function fileSizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `Choose a file of at most ${Number((bytes / 1024 ** power).toFixed(1))} ${units[power] ?? ''}.`;
}
