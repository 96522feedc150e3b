export { createContextHook } from './create-context-hook.js';
export { createFunctionHook } from './create-function-hook.js';
export { createMemberHook } from './create-member-hook.js';
export { createProvider } from './create-provider.js';
export { MizanContext, useMizan } from './mizan-context.js';

export type { ContextResult } from './create-context-hook.js';
export type { FunctionResult } from './create-function-hook.js';
export type { MemberHook, SuspenseOption } from './create-member-hook.js';
export type { ProviderProps } from './create-provider.js';
export type { MizanContextProps } from './mizan-context.js';
