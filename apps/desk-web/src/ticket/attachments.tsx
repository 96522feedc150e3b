import type { AttachmentView } from '../mizan/index.js';
import { tellSize } from '../parts/amounts.js';

/** The files that came with a ticket. The desk serves them as downloads, whatever is in them. */
export function Attachments({ attachments }: { readonly attachments: readonly AttachmentView[] }) {
  if (attachments.length === 0) return null;
  return (
    <ul className="attachments" aria-label="Attachments">
      {attachments.map(({ id, name, size }) => (
        <li key={id}>
          <a className="button" href={`/api/attachments/${id}`} download={name}>
            {name} <small>{tellSize(size)}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
