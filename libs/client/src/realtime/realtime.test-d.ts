import { expectTypeOf } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { type Realtime, realtime, type RealtimeTransport } from './index.js';

expectTypeOf(realtime()).toEqualTypeOf<Realtime>();
expectTypeOf(createMizan({ realtime: realtime() }).realtime).toEqualTypeOf<RealtimeTransport | undefined>();
createMizan({ realtime: realtime({ url: '/socket', refetchHidden: true }) }).realtime?.close();
createMizan({ realtime: undefined });
// @ts-expect-error it is called
createMizan({ realtime });
// @ts-expect-error only pages that use a socket carry its code, so that it is given as a value
createMizan({ realtime: true });
// @ts-expect-error there is no such option
realtime({ path: '/socket' });
