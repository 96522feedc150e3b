import type { MizanFile } from './mizan-file.js';
import type { RefusedFile } from './refused-file.js';

/** What one field of a multipart body holds. */
export type MultipartValue = string | MizanFile | RefusedFile;

/**
 * The arguments of a multipart body (PROTOCOL 2) by the names of its fields as they came, which may be paths:
 * `address.street`, `lines.0.photo`. A name that came more than once has a list. Without a prototype, so that no name
 * means anything but itself.
 */
export type MultipartArgs = Readonly<Record<string, MultipartValue | readonly MultipartValue[]>>;
