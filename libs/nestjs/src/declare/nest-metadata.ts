/**
 * Where Nest's own decorators leave what they know. The keys are not exported by the main entry of
 * `@nestjs/common`, but Nest 11 and 12 both write them, and they are part of what libraries build on.
 */
export const nestMetadata = {
  guards: '__guards__',
  interceptors: '__interceptors__',
  filters: '__exceptionFilters__',
  pipes: '__pipes__',
  /** The errors that a filter names in `@Catch`: on its class, from Nest 12 on its prototype as well. */
  caught: '__filterCatchExceptions__',
  /** `@Req`, `@Headers`, custom decorators…: a record by `type:index`. On the class, by method name. */
  parameters: '__routeArguments__',
  /** Part of the key of a parameter that a custom decorator fills. */
  customParameter: '__customRouteArgs__',
  /** Without this mark, request-scoped and transient global enhancers silently never run around a provider. */
  entryProvider: '__entryProvider__',
  parameterTypes: 'design:paramtypes',
  returnType: 'design:returntype',
} as const;

/**
 * The numbers of Nest's `RouteParamtypes` that mean something in a function: they read the request as a whole.
 * The others read a route or an upload.
 */
export const requestParameter = {
  request: 0,
  response: 1,
  headers: 6,
  session: 7,
  ip: 11,
  rawBody: 12,
} as const;
