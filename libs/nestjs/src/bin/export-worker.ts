import { createWriteStream } from 'node:fs';
import { type Manifest, printVcl, type VclOptions } from '@mizan/protocol';
import { CommandError } from './command-error.js';
import { describeFailure } from './describe-failure.js';
import { type ExportJob, type ExportResult, resultDescriptor } from './export-job.js';
import { loadRootModule } from './load-root-module.js';

/** The process that an app is loaded in. Whatever that prints, listens on or leaves open ends with it. */
async function runJob(job: ExportJob): Promise<ExportResult> {
  try {
    const rootModule = await loadRootModule(job);
    // After the app, so that a mistake in naming it is told at once.
    if (job.document === 'ir') {
      const { exportIr } = await import('../export/export-ir.js');
      return { kind: 'document', text: await exportIr(rootModule) };
    }
    const { readManifest } = await import('../export/export-manifest.js');
    const { manifest, sendsGroups } = await readManifest(rootModule, job);
    if (job.vcl === undefined) {
      return { kind: 'document', text: `${JSON.stringify(manifest, undefined, 2)}\n` };
    }
    const text = toVcl(manifest, job.vcl);
    return { kind: 'document', text, ...(sendsGroups === false && { warning: withoutGroups }) };
  } catch (error) {
    return { kind: 'failure', message: describeFailure(error) };
  }
}

// By its groups Varnish knows what to purge, so it keeps no answer without them.
const withoutGroups =
  'this app sends no Cache-Groups, so Varnish would store nothing: set the option edge: { cacheGroups: true } of MizanModule';

function toVcl(manifest: Manifest, options: VclOptions): string {
  try {
    return printVcl(manifest, options);
  } catch (error) {
    // An address that is none.
    throw error instanceof RangeError ? new CommandError(error.message, { cause: error }) : error;
  }
}

// The program wrote it.
const job: ExportJob = JSON.parse(process.argv[2] ?? '');
const result = await runJob(job);
createWriteStream('', { fd: resultDescriptor }).end(JSON.stringify(result), () => process.exit());
