import { BadRequest } from '../errors/index.js';
/** @throws BadRequest when the body is no call (PROTOCOL 3) */
export function readCallBody(body) {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
        throw new BadRequest('Send a JSON object: {"fn": "name", "args": {…}}');
    }
    const { fn, args } = body;
    if (typeof fn !== 'string' || fn === '') {
        throw new BadRequest('"fn" is missing: it is the name of the function to call');
    }
    if (args !== undefined && args !== null && (typeof args !== 'object' || Array.isArray(args))) {
        throw new BadRequest('"args" must be an object of named arguments');
    }
    return { fn, args };
}
