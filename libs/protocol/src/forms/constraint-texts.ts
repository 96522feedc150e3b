import { choiceText, dateText, numberText, requiredText, valueText, wholeNumberText } from './field-texts.js';

type ConstraintText = (args: readonly unknown[], code: string) => string;

const say =
  (text: string): ConstraintText =>
  () =>
    text;

/**
 * What is said to whoever fills in a form, by the constraint's name in class-validator: its own words are for
 * programmers. Constraints that are not here keep them, with the label in place of the property.
 */
export const constraintTexts: ReadonlyMap<string, ConstraintText> = new Map<string, ConstraintText>([
  ['isDefined', say(requiredText)],
  ['isNotEmpty', say(requiredText)],
  ['arrayNotEmpty', say(requiredText)],
  ['isIn', say(choiceText)],
  ['isEnum', say(choiceText)],
  ['isEmail', say('Enter a valid email address.')],
  ['isUrl', say('Enter a valid URL.')],
  ['isPhoneNumber', say('Enter a valid phone number.')],
  ['isMobilePhone', say('Enter a valid phone number.')],
  ['isInt', say(wholeNumberText)],
  ['isNumber', say(numberText)],
  ['isDate', say(dateText)],
  ['isDateString', say(dateText)],
  ['isIso8601', say(dateText)],
  ['isMilitaryTime', say('Enter a valid time, such as 14:30.')],
  [
    'isStrongPassword',
    say('Choose a stronger password: longer, with letters of both cases, digits and signs.'),
  ],
  ['minLength', ([min]) => `Use at least ${characters(min)}.`],
  ['maxLength', ([max]) => `Use at most ${characters(max)}.`],
  [
    'isLength',
    ([min, max], code) =>
      `Use at ${code === 'min_length' ? `least ${characters(min)}` : `most ${characters(max)}`}.`,
  ],
  ['arrayMinSize', ([min]) => `Choose at least ${String(min)}.`],
  ['arrayMaxSize', ([max]) => `Choose at most ${String(max)}.`],
  ['min', ([min]) => `Enter ${String(min)} or more.`],
  ['max', ([max]) => `Enter ${String(max)} or less.`],
  ['isPositive', say('Enter a number above 0.')],
  ['isNegative', say('Enter a number below 0.')],
  ['isDivisibleBy', ([number]) => `Enter a multiple of ${String(number)}.`],
  ['matches', say(valueText)],
  ['equals', ([value]) => (value === true ? requiredText : valueText)],
]);

function characters(count: unknown): string {
  return count === 1 ? '1 character' : `${String(count)} characters`;
}
