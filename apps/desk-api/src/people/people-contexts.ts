import { defineContext } from '@mizan/nestjs';

/** Whom one can sign in as. */
export const DemoContext = defineContext('demo');

/** Who answers tickets. */
export const TeamContext = defineContext('team');
