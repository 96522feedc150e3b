/** What the processes of an app tell each other about themselves. No other topic begins with a space. */
export const controlTopic = ' control';

/** I am there; I go, and nothing of mine is lost; something of mine is lost. */
export type ControlText = 'alive' | 'bye' | 'gap';
