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
