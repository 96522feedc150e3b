import { requestParameter } from '../declare/nest-metadata.js';
/** Where Nest finds the parameters of a function: its own ones, and ours beside them. */
export const argumentsKey = 'mizan:arguments';
/**
 * The type number of parameters that take input. Above all of Nest's `RouteParamtypes`, so that a pipe sees them as
 * `custom` and a global ValidationPipe leaves them to our own check.
 */
export const inputParameter = 1000;
/** Fills the parameters of methods; Nest calls it once for each. */
export const parametersFactory = {
    exchangeKeyForValue(type, data, args) {
        if (type === inputParameter)
            return readInputParameter(args[3], data);
        return readRequestParameter(type, data, args[0], args[1]);
    },
};
function readInputParameter(call, argument) {
    const input = call.readInput();
    if (input instanceof Promise)
        return input.then(({ value }) => pick(value, argument));
    return pick(input.value, argument);
}
function pick(value, argument) {
    if (typeof argument !== 'string')
        return value;
    return typeof value === 'object' && value !== null ? Reflect.get(value, argument) : undefined;
}
function readRequestParameter(type, data, request, response) {
    switch (type) {
        case requestParameter.request:
            return request;
        case requestParameter.response:
            return response;
        case requestParameter.headers:
            return typeof data === 'string' ? request.headers?.[data.toLowerCase()] : request.headers;
        case requestParameter.session:
            return request.session;
        case requestParameter.ip:
            return request.ip;
        case requestParameter.rawBody:
            return request.rawBody;
        default:
            return undefined;
    }
}
