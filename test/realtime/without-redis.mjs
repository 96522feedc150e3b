// @ts-check
import { register } from 'node:module';

// Has Node find no client for Redis, as in an app that has installed none.
const hook = `
  export async function resolve(specifier, context, next) {
    if (!/^@keyv\\/redis|^@redis\\//.test(specifier)) return next(specifier, context);
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
