import { cleanup } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { act } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { openDesk, rest, useGlobalContext, useOpenCount } from './fixture/desk.js';
import { MizanContext } from './mizan-context.js';

afterEach(cleanup);

function Page(): ReactNode {
  return (
    <p>
      {useGlobalContext().status} {useOpenCount()?.result}
    </p>
  );
}

it('hydrates what a server rendered without data, although data is there already', async () => {
  const container = document.createElement('div');
  container.innerHTML = renderToString(<MizanContext client={openDesk().mizan} children={<Page />} />);
  expect(container.textContent).toBe('loading ');
  const { mizan, transport, show } = openDesk();
  await show(<Page />);
  const recovered: unknown[] = [];
  const root = await act(async () =>
    hydrateRoot(
      container,
      <StrictMode>
        <MizanContext client={mizan} children={<Page />} />
      </StrictMode>,
      { onRecoverableError: (error) => recovered.push(error) },
    ),
  );
  await rest();
  expect(recovered).toEqual([]);
  expect(container.textContent).toBe('ready 2');
  expect(transport.reads).toEqual(['global']);
  await act(async () => root.unmount());
});
