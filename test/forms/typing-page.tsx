import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createMizan } from '@mizan/client';
import { MizanContext } from '@mizan/react';
import { createFormComponent } from '@mizan/react/forms';

import { everyForm } from '../../libs/react/src/fixture/every-form.js';
import { FormTransport } from '../../libs/react/src/fixture/form-transport.js';

const transport = new FormTransport();
// The test asks the page what it sent.
Object.assign(window, { transport });

const EveryForm = createFormComponent(everyForm);

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <StrictMode>
    <MizanContext client={createMizan({ transport })}>
      <EveryForm initial={{ topic: 'help', starts: '2026-01-05T15:00:00.000Z' }} />
    </MizanContext>
  </StrictMode>,
);
