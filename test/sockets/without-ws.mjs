// @ts-check
import { register } from 'node:module';

// Has Node find no package for sockets, as in an app that has installed none.
const hook = `
  const missing = new Set(['ws', '@nestjs/platform-ws', '@nestjs/websockets']);
  export async function resolve(specifier, context, next) {
    if (!missing.has(specifier)) return next(specifier, context);
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
