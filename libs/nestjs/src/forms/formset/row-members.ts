/** What a row says beside its fields. */
export const rowMembers = { deleted: 'DELETE', order: 'ORDER' } as const;
