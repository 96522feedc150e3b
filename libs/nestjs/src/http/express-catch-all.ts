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
  const found =
    layers.find((layer) => takes(layer, 'post', `${base}/call/`)) ??
    layers.find((layer) => takes(layer, 'get', `${base}/ctx/name/`));
  return found?.route === undefined ? undefined : String(found.route.path);
}

function takes(layer: Layer, method: string, path: string): boolean {
  const methods = layer.route?.methods;
  return (methods?.[method] === true || methods?.['_all'] === true) && layer.match(path);
}

function readLayers(app: unknown): readonly Layer[] {
  // As Express 5 builds it; another router simply is not looked at.
  const { router } = app as { readonly router?: { readonly stack?: unknown } };
  return Array.isArray(router?.stack) ? router.stack : [];
}
