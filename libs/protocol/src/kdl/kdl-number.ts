import { withoutNull } from '../ir/shape-facts.js';
import type { Shape } from '../ir/ir.js';

/** A numeric default as KDL text: in a `number` field with a point or an exponent, elsewhere as it is (PROTOCOL 8). */
export function printNumber(value: number, shape: Shape): string {
  const core = withoutNull(shape);
  const isNumberField = core.kind === 'primitive' && core.name === 'number';
  if (Number.isInteger(value) && !isNumberField) return BigInt(value).toString();
  return printFloat(value);
}

/**
 * The shortest digits that give back the same number; integral ones with `.0`, exponent form below 1e-4 and from
 * 1e16 on, with a sign and at least two digits: `1.5`, `3.0`, `1e-07`, `1e+16`.
 */
export function printFloat(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${mantissa}e${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
