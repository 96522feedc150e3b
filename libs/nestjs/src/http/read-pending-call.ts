import type { PendingCall } from '../dispatch/dispatcher.js';
import type { MultipartCall } from '../uploads/index.js';

/** A call of a multipart body: by its name until somebody is let in, then with all that it brings. */
export async function readPendingCall(upload: MultipartCall): Promise<PendingCall> {
  return {
    name: await upload.readName(),
    read: async ({ input, form }) => {
      const { args, change } = await upload.readContent(input.files, form !== undefined);
      return { source: { kind: 'multipart', args }, change };
    },
  };
}
