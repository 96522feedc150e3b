// Without quotes, backslashes, controls and surrogates there is nothing to escape.
const isPlain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** A loop in the engine beats our scan for long texts. */
const longText = 4_000;

/** A text as JSON text. */
export function quote(text: string): string {
  return text.length < longText && isPlain.test(text) ? `"${text}"` : JSON.stringify(text);
}
