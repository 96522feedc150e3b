import type { DataSourceOptions } from 'typeorm';
import { Attachment } from '../attachments/attachment.entity.js';
import { OrderLine } from '../orders/order-line.entity.js';
import { Product } from '../orders/product.entity.js';
import { Person } from '../people/person.entity.js';
import { Portrait } from '../people/portrait.entity.js';
import { SessionKey } from '../session/session-key.entity.js';
import { Session } from '../session/session.entity.js';
import type { Settings } from '../settings.js';
import { Comment } from '../tickets/comment.entity.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { createFileSaver } from './file-saver.js';

const entities = [Person, Portrait, Ticket, Comment, Attachment, Product, OrderLine, Session, SessionKey];

/** Postgres when there is a URL; otherwise SQLite, compiled to WebAssembly, in a file. */
export function databaseOptions(settings: Pick<Settings, 'databaseUrl' | 'databaseFile'>): DataSourceOptions {
  const shared = { entities, synchronize: true };
  if (settings.databaseUrl) return { type: 'postgres', url: settings.databaseUrl, ...shared };
  const file = settings.databaseFile;
  return {
    type: 'sqljs',
    location: file,
    autoSave: true,
    autoSaveCallback: createFileSaver(file),
    ...shared,
  };
}
