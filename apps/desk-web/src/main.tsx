import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createMizan, httpTransport } from '@mizan/client';
import { realtime } from '@mizan/client/realtime';
import { App } from './app.js';
import { MizanContext } from './mizan/index.js';
import { CacheCorner } from './wire/cache-corner.js';
import { watchReads } from './wire/context-reads.js';
import { watchCalls } from './wire/last-call.js';

const isDebugged = new URLSearchParams(location.search).has('debug');
const transport = httpTransport(isDebugged ? { fetch: watchReads(fetch) } : {});
const mizan = createMizan({ transport: watchCalls(transport), realtime: realtime() });
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

// To watch a view, the server reads it: the corner would tell of hits and of nothing else.
const isLive = !isDebugged;

createRoot(root).render(
  <StrictMode>
    <MizanContext client={mizan} live={isLive}>
      <App />
    </MizanContext>
    {isDebugged && <CacheCorner />}
  </StrictMode>,
);
