export { noFiles } from './file-policy.js';
export { MizanFile } from './mizan-file.js';
export { RefusedFile } from './refused-file.js';

export type { FilePolicies, FilePolicy } from './file-policy.js';
export type { MultipartArgs, MultipartValue } from './multipart-args.js';
export type { FileRefusal } from './refused-file.js';
