export { mintAccessToken } from './access-tokens.js';
export { ConformanceModule } from './conformance.module.js';
export { createConformanceApp } from './create-conformance-app.js';
export { exportConformanceIr } from './export-conformance-ir.js';
export type { ConformanceApp, ConformanceAppOptions } from './create-conformance-app.js';
