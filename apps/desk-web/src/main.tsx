import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createMizan, httpTransport } from '@mizan/client';
import { App } from './app.js';
import { MizanContext } from './mizan/index.js';
import { watchCalls } from './wire/last-call.js';

const mizan = createMizan({ transport: watchCalls(httpTransport()) });
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <MizanContext client={mizan}>
      <App />
    </MizanContext>
  </StrictMode>,
);
