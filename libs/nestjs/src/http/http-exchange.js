/** On every response of ours (PROTOCOL 2). */
export const commonHeaders = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
};
