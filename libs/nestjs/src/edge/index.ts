export { checkEdgeOptions, readEdgeSettings } from './edge-options.js';
export { MizanEdge } from './mizan-edge.js';
export { planEdge } from './plan-edge.js';
export type { EdgeHeaders, EdgeOptions, OnInvalidate } from './edge-options.js';
