/** What a multipart body says beside its arguments (PROTOCOL 2): no argument can have these names. */
export const reservedNames: ReadonlySet<string> = new Set(['fn', 'change']);
