/**
 * A route that was there before ours and takes one of our requests, by its path: most often one that serves a page for
 * everything (`{*path}`). It may pass on what is not its own, so this is a suspicion.
 */
export function findEarlierRoute(app, base) {
    const layers = readLayers(app);
    const found = layers.find((layer) => takes(layer, 'post', `${base}/call/`)) ??
        layers.find((layer) => takes(layer, 'get', `${base}/ctx/name/`));
    return found?.route === undefined ? undefined : String(found.route.path);
}
function takes(layer, method, path) {
    const methods = layer.route?.methods;
    return (methods?.[method] === true || methods?.['_all'] === true) && layer.match(path);
}
function readLayers(app) {
    // As Express 5 builds it; another router simply is not looked at.
    const { router } = app;
    return Array.isArray(router?.stack) ? router.stack : [];
}
