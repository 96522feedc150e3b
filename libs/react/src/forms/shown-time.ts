/** What an input of this type shows of a date with a time and a zone, as JSON has it: it takes none. */
export function shownTime(type: string, text: string): string {
  if (type === 'date' && /^\d{4}-\d\d-\d\dT/.test(text)) return text.slice(0, 10);
  if (type !== 'datetime-local' || !/T.+(Z|[+-]\d\d:\d\d)$/.test(text)) return text;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const day = [pad(at.getFullYear(), 4), pad(at.getMonth() + 1), pad(at.getDate())];
  const time = [pad(at.getHours()), pad(at.getMinutes())];
  const [seconds, parts] = [at.getSeconds(), at.getMilliseconds()];
  if (seconds + parts > 0) time.push(pad(seconds) + (parts > 0 ? `.${pad(parts, 3)}` : ''));
  return `${day.join('-')}T${time.join(':')}`;
}

/** The moment at which it is this time where somebody types it; what is none stays as it is. */
export function momentOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

function pad(part: number, length = 2): string {
  return String(part).padStart(length, '0');
}
