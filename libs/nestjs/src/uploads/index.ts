export { describeArgs } from './describe-args.js';
export { discardRest } from './discard-rest.js';
export { takesFiles } from './file-policy.js';
export { MizanFile } from './mizan-file.js';
export { MultipartCall } from './multipart-call.js';
export { RefusedFile } from './refused-file.js';
export { reservedNames } from './reserved-names.js';
export { Uploads } from './uploads.js';

export type { ByteSize } from './byte-size.js';
export type { DeclaredFiles, FilePolicies, FilePolicy } from './file-policy.js';
export type { MultipartArgs, MultipartValue } from './multipart-args.js';
export type { UploadOptions } from './upload-options.js';
