/** What an input of this type shows of a date with a time and a zone, as JSON has it: it takes none. */
export function shownTime(type: string, text: string): string {
  if (type === 'date') return text.replace(/T.*/, '');
  const at = new Date(text);
  if (type !== 'datetime-local' || !/(Z|[+-]\d\d:\d\d)$/.test(text) || isNaN(+at)) return text;
  // The time that it is here, as that of UTC is written: an offset would not be exact for years of few digits.
  const local = new Date(at);
  local.setUTCFullYear(at.getFullYear(), at.getMonth(), at.getDate());
  local.setUTCHours(at.getHours(), at.getMinutes(), at.getSeconds());
  return local.toISOString().replace(/(:00)?(\.000)?Z$/, '');
}

/** The moment at which it is this time where somebody types it; what is none stays as it is. */
export function momentOf(text: string): string {
  const at = new Date(text);
  return isNaN(+at) ? text : at.toISOString();
}
