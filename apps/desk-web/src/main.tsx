import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createMizan } from '@mizan/client';
import { App } from './app.js';
import { MizanContext } from './mizan/index.js';
import './style/desk.css';

const mizan = createMizan();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <MizanContext client={mizan}>
      <App />
    </MizanContext>
  </StrictMode>,
);
