export { exportIr } from './export-ir.js';
export { exportManifest } from './export-manifest.js';
export type { ExportManifestOptions } from './export-manifest.js';
export type { RootModule } from './open-preview.js';
