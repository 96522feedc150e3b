/** What is looked at of a layer of Express's router. */
interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/**
 * A route that was there before ours and takes one of our requests, by its path: most often one that serves a page for
 * everything (`{*path}`). It may pass on what is not its own, so this is a suspicion.
 */
export function findEarlierRoute(app: unknown, base: string): string | undefined {
  const layers = readLayers(app);
  const takes = (method: string, path: string) => (layer: Layer) =>
    (layer.route?.methods[method] === true || layer.route?.methods['_all'] === true) && layer.match(path);
  const found = layers.find(takes('post', `${base}/call/`)) ?? layers.find(takes('get', `${base}/ctx/name/`));
  return found?.route === undefined ? undefined : String(found.route.path);
}

function readLayers(app: unknown): readonly Layer[] {
  // As Express 5 builds it; another router simply is not looked at.
  const { router } = app as { readonly router?: { readonly stack?: unknown } };
  return Array.isArray(router?.stack) ? router.stack : [];
}
