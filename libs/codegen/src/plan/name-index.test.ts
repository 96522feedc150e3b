import { expect, it } from 'vitest';

import { collisionsIr } from '../fixture/collisions-ir.js';
import { planClient } from './plan-client.js';
import { reservedNames } from './reserved-names.js';

const plan = planClient(collisionsIr);
const functionNames = Object.fromEntries(
  plan.functions.map(({ wireName, callName, hookName, refName }) => [
    wireName,
    [callName, hookName, refName].join(' '),
  ]),
);

it('gives every thing a name of its own, and never a reserved one', () => {
  const names = [
    ...plan.types.map(({ name }) => name),
    ...plan.functions.flatMap(({ refName, callName, hookName }) => [refName, callName, hookName]),
    ...plan.contexts.flatMap((context) => [
      context.refName,
      context.paramsName,
      context.bundleName,
      context.fetchName,
      context.providerName,
      context.hookName,
    ]),
    ...plan.channels.flatMap(({ refName, hookName }) => [refName, hookName]),
  ];
  expect(names.filter((name) => reservedNames.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it('numbers functions that would like the same names, by the order of their wire names', () => {
  expect(functionNames).toMatchObject({
    'a.b': 'callAB useAB aBRef',
    aB: 'callAB2 useAB2 aB2Ref',
    a_b: 'callAB3 useAB3 aB3Ref',
  });
});

it('keeps off the names of React, of the language and of its own imports', () => {
  expect(functionNames).toMatchObject({
    state: 'callState2 useState2 state2Ref',
    context: 'callContext2 useContext2 context2Ref',
    function: 'callFunction2 useFunction2 function2Ref',
    mizan: 'callMizan2 useMizan2 mizan2Ref',
    class: 'callClass useClass classRef',
  });
  expect(plan.types.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Array2',
      'Error2',
      'Promise2',
      'Readonly2',
      'Record2',
      'Mizan2',
      'FunctionRef2',
      'Any',
    ]),
  );
});

it('lets contexts go before functions, functions before forms, and forms before types', () => {
  const [ticket] = plan.contexts.filter(({ wireName }) => wireName === 'ticket');
  expect(ticket).toMatchObject({ providerName: 'TicketContext', hookName: 'useTicketContext' });
  expect(functionNames).toMatchObject({
    ticket_context: 'callTicketContext2 useTicketContext2 ticketContext2Ref',
  });
  const types = plan.types.map(({ name }) => name).filter((name) => name.startsWith('Ticket'));
  expect(types).toEqual([
    'Ticket',
    'TicketContext2',
    'TicketContextParams2',
    'TicketParams',
    'TicketsParams',
    'Ticket2',
    'TicketChannelInput',
    'TicketChannelOutput',
    // A form would like it, too.
    'TicketContextInput2',
    'TicketContextOutput',
  ]);
});

it('lets functions go before channels, and numbers channels by the order of their wire names', () => {
  expect(functionNames).toMatchObject({
    channel: 'callChannel2 useChannel2 channel2Ref',
    ticket_channel: 'callTicketChannel useTicketChannel ticketChannelRef',
  });
  expect(plan.channels.map(({ wireName, hookName, refName }) => [wireName, hookName, refName])).toEqual([
    ['__proto__', 'useProtoChannel', 'protoChannelRef'],
    ['a.b', 'useABChannel', 'aBChannelRef'],
    ['aB', 'useAbChannel', 'abChannelRef'],
    ['a_b', 'useAB3Channel', 'aB3ChannelRef'],
    ['class', 'useClassChannel', 'classChannelRef'],
    ['create', 'useCreateChannel', 'createChannelRef'],
    ['ticket', 'useTicket2Channel', 'ticket2ChannelRef'],
    ['tickets', 'useTicketsChannel', 'ticketsChannelRef'],
  ]);
});

it('names the providers of contexts that are called like ours with a number', () => {
  expect(plan.contexts.map(({ providerName }) => providerName)).toEqual([
    'ConstructorContext',
    'Mizan2Context',
    'ReactContext',
    'TicketContext',
    'TicketContextContext',
  ]);
});
