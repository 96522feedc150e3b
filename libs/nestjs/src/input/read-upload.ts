import { MizanFile } from '../uploads/index.js';
import { mismatch, type ReadValue } from './read-value.js';

/** A file, as a multipart body brings it; JSON cannot hold one. */
export const readUpload: ReadValue = (value, at, key) =>
  value instanceof MizanFile ? value : at.report(key, mismatch(value, 'must be a file, sent as multipart'));
