const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Generated names begin with `call`, `fetch`, `use`, a capital or end in `Ref`, so these are rare but not impossible. */
const languageWords = words(`
  abstract any arguments as asserts async await bigint boolean break case catch class const continue debugger
  declare default delete do else enum eval export extends false finally for from function get if implements
  import in infer instanceof interface is keyof let module namespace never new null number object of package
  private protected public readonly require return satisfies set static string super switch symbol this throw
  true try type typeof undefined unique unknown var void while with yield
`);

/** Values and types of the language itself. Those of the DOM are left free, but for `Blob`: `Comment` is a good name for a type. */
const globals = words(`
  AggregateError Array ArrayBuffer ArrayLike AsyncGenerator AsyncIterable AsyncIterator Atomics Awaited BigInt Blob
  Boolean Capitalize DataView Date Disposable Error EvalError Exclude Extract FinalizationRegistry Function
  Generator Infinity InstanceType Intl Iterable Iterator JSON JSX Lowercase Map Math NaN NoInfer NonNullable
  Number Object Omit Parameters Partial Pick Promise PromiseLike PropertyKey Proxy RangeError Readonly
  ReadonlyArray ReadonlyMap ReadonlySet Record ReferenceError Reflect RegExp Required ReturnType Set
  SharedArrayBuffer String Symbol SyntaxError TemplateStringsArray ThisType TypeError URIError Uncapitalize
  Uppercase WeakMap WeakRef WeakSet globalThis
`);

/** What a file with React in it has in scope, or would take for React's own. */
const reactNames = words(`
  Activity Children Component ComponentType Context Fragment FunctionComponent Profiler PropsWithChildren
  PureComponent React ReactElement ReactNode ReactDOM Ref RefObject StrictMode Suspense ViewTransition
  use useActionState useCallback useContext useDebugValue useDeferredValue useEffect useEffectEvent useFormState
  useFormStatus useId useImperativeHandle useInsertionEffect useLayoutEffect useMemo useOptimistic useReducer
  useRef useState useSyncExternalStore useTransition
`);

/** What generated files import, and what their users import beside them. */
const ownNames = words(`
  CallOptions ChannelRef ChannelStore ContextRef ContextStore FunctionRef Mizan MizanContext MizanError
  MizanProvider channelRef channelStore contextRef createChannelHook createContextHook createFunctionHook
  createForm createFormComponent createFormHook createFormset createFormsetHook createMemberHook createMizan
  createProvider formRef formResolver functionRef multipart realtime servedSchema useMizan
`);

/** Names that nothing generated may have. The same in every target, so that a name never depends on the target. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...languageWords,
  ...globals,
  ...reactNames,
  ...ownNames,
]);
