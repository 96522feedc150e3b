export { Auth, MizanAuthGuard } from './auth/index.js';
export { InvalidationError, memoryStore, MizanCache } from './cache/index.js';
export { ChannelService, MizanChannel } from './channels/index.js';
export { Arg } from './declare/arg.decorator.js';
export { defineContext, GlobalContext } from './declare/context-ref.js';
export { functionOf } from './declare/function-of.js';
export { MizanClient } from './declare/mizan-client.decorator.js';
export { Dispatcher } from './dispatch/dispatcher.js';
export { isMizanCall } from './dispatch/is-mizan-call.js';
export { MizanEdge } from './edge/index.js';
export {
  BadRequest,
  Conflict,
  Forbidden,
  GatewayTimeout,
  Gone,
  isMizanError,
  MizanBootError,
  MizanError,
  NotFound,
  NotImplemented,
  PayloadTooLarge,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnsupportedMediaType,
  ValidationFailed,
} from './errors/index.js';
export { Field, FormCheck, FormInvalid, FormsetSubmit, MizanForm } from './forms/index.js';
export { Identity, IdentityResolver, permissionKeyOf } from './identity/index.js';
export { Invalidations } from './invalidation/invalidations.js';
export { MizanModule } from './mizan.module.js';
export { Relay } from './realtime/index.js';
export { MizanRegistry } from './registry/mizan-registry.js';
export { mizanTesting } from './testing/index.js';
export { JwtFunctions, memoryRotation, MwtFunctions, requestSessions } from './tokens/index.js';
export { enumOf, Nullable, nullable, Typed, Upload, uploadOf } from './types/index.js';
export { MizanFile } from './uploads/index.js';
export { SocketService } from './ws/index.js';

export type { AuthCall, AuthPolicy, AuthPredicate, AuthRule, PermissionRule } from './auth/index.js';
export type {
  CacheCounters,
  CachedContext,
  CacheOptions,
  CacheStore,
  EntryStore,
  MemoryStoreOptions,
  ScopeStore,
  StoreUse,
  Vary,
} from './cache/index.js';
export type {
  ChannelClass,
  ChannelMethods,
  ChannelTypes,
  ParamsOf,
  ServerMessageOf,
} from './channels/index.js';
export type { CsrfOptions } from './csrf/index.js';
export type { ArgOptions } from './declare/arg.decorator.js';
export type { CacheOption, CacheRule } from './declare/cache-rule.js';
export type { ContextRef, ContextSource } from './declare/context-ref.js';
export type { AffectsSource } from './declare/function-metadata.js';
export type {
  CallOptions,
  FunctionOptions,
  MizanClientOptions,
  ReadOptions,
} from './declare/mizan-client.decorator.js';
export type { DispatchRequest } from './dispatch/dispatcher.js';
export type { Exchange, ResponseWatch } from './dispatch/exchange.js';
export type { InputSource } from './dispatch/function-call.js';
export type { BundleOutcome, CallOutcome, Failure, Handled } from './dispatch/outcome.js';
export type { EdgeHeaders, EdgeOptions, OnInvalidate } from './edge/index.js';
export type { BootProblem, ErrorDetails, FieldMessages, MizanErrorOptions } from './errors/index.js';
export type {
  FieldChoice,
  FieldInitial,
  FieldOptions,
  FormCall,
  FormsetOptions,
  FormsetRow,
  FormsOptions,
  FormText,
  MizanFormOptions,
  PerRequest,
  TranslateForm,
  Widget,
} from './forms/index.js';
export type { MizanIdentity, ReadIdentity } from './identity/index.js';
export type { InvalidationListener, InvalidationSource } from './invalidation/invalidations.js';
export type { MizanAsyncOptions, MizanOptions, MizanSettings } from './mizan-options.js';
export type { MizanTesting, TestCaller, TestIdentity, TestParams, TestReply } from './testing/index.js';
export type { RealtimeOptions, RelayClient, RelayListener, RelayRedisOptions } from './realtime/index.js';
export type {
  JwtOptions,
  KeySource,
  LoadTokenIdentity,
  MemoryRotationOptions,
  MwtOptions,
  PreviousKey,
  PreviousSecret,
  RequestSessionsOptions,
  RotationStore,
  RotationSwap,
  SessionQuestion,
  SessionRecord,
  TokenClaims,
  TokenKind,
  TokenSessions,
  TokensOptions,
} from './tokens/index.js';
export type {
  DtoClass,
  EnumOf,
  FileOptions,
  NullableDeclaration,
  PrimitiveWord,
  TypeDeclaration,
  TypedOptions,
  UploadOf,
  ValueOf,
} from './types/index.js';
export type { ByteSize, UploadOptions } from './uploads/index.js';
export type { SocketRequest, WebSocketOptions } from './ws/index.js';
