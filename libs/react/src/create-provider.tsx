import {
  type ContextRef,
  type ContextStore,
  idleStore,
  type Mizan,
  type LooseParams,
  withPrevious,
} from '@mizan/client';
import { type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { liveStore } from './live-store.js';
import { LiveContext, useMizan } from './mizan-context.js';
import { storeContext } from './use-context-store.js';

interface ProviderOwnProps {
  /** Whether it is read again when others change it. @default what `<MizanContext>` says */
  readonly live?: boolean | undefined;
  readonly children?: ReactNode;
}

/** Params as props. With `skip`, params may still be unknown; while it is true nothing is fetched. */
export type ProviderProps<P extends object> = ProviderOwnProps &
  (
    | (P & { readonly skip?: false })
    | ({ readonly [Name in keyof P]: P[Name] | undefined } & { readonly skip: boolean })
  );

const nothing = () => undefined;

/**
 * Makes the provider component of a context. While it is mounted, so is the context. When its params change, the hooks
 * below show the old data until the new is there.
 */
export function createProvider<P extends object, B>(
  ref: ContextRef<P, B>,
): (props: ProviderProps<P>) => ReactNode {
  // Props were checked against P; below, params are looked up by name.
  const loose = ref as unknown as ContextRef<LooseParams, B>;
  const StoreContext = storeContext(ref);
  const idle = idleStore<B>();

  function Provider({ children, skip, live = use(LiveContext), ...rest }: ProviderProps<P>): ReactNode {
    const mizan = useMizan();
    // What is left of the props are the params, some of them perhaps unknown.
    const params = rest as unknown as LooseParams;
    const skipped = skip === true || ref.required.some((name) => params[name] === undefined);
    const wanted = skipped ? idle : mizan.context(loose, params);
    const [shown] = useState(() => new WeakMap<Mizan, ContextStore<B>>());
    const store = useMemo(
      () => liveStore(withPrevious(wanted, shown.get(mizan)?.getState().data), live, mizan),
      [wanted, shown, mizan, live],
    );
    useEffect(() => {
      shown.set(mizan, store);
      return store.subscribe(nothing);
    }, [store, shown, mizan]);
    return <StoreContext value={store}>{children}</StoreContext>;
  }
  Provider.displayName = ref.name;
  return Provider;
}
