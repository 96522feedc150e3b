import { exportIr, exportManifest } from '@mizan/nestjs/export';
import { ConformanceModule } from './conformance.module.js';

/** What `mizan export-ir` and `mizan export-manifest` print for the fixture app. */
export async function exportConformanceIr(): Promise<{ kdl: string; manifest: unknown }> {
  return { kdl: await exportIr(ConformanceModule), manifest: await exportManifest(ConformanceModule) };
}
