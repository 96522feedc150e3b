import { constraint } from './constraint.js';

const isoDate = /^\d{4}-\d\d-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A date in ISO 8601 form, with a time or without. */
export const isDate = /* @__PURE__ */ constraint('isDate', 'invalid', (value) => {
  const text = String(value).trim();
  const day = isoDate.exec(text)?.[1];
  if (day === undefined || Number.isNaN(Date.parse(text))) return false;
  // `new Date` takes the 30th of February for the 1st of March.
  return new Date(text.slice(0, 10)).getUTCDate() === Number(day);
});
