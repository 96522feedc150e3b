export const defaultPath = 'api/mizan';
/** The base path, with a slash in front and none at the end. */
export function mountPath({ path = defaultPath, useGlobalPrefix = true }, config) {
    const prefix = useGlobalPrefix ? config.getGlobalPrefix() : '';
    return `/${[...segmentsOf(prefix), ...segmentsOf(path)].join('/')}`;
}
/** A segment that follows itself, as in `/api/api/mizan`: most often a global prefix that the path repeats. */
export function repeatedSegment(base) {
    return segmentsOf(base).find((segment, index, all) => index > 0 && segment === all[index - 1]);
}
function segmentsOf(path) {
    return path.split('/').filter((segment) => segment !== '');
}
