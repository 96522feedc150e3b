import { describe, expect, it } from 'vitest';

import { compareCodePoints, isWireName, toCamelName, toPascalName, toWireName } from './names.js';

describe('toWireName', () => {
  it.each([
    ['closeTicket', 'close_ticket'],
    ['ticket', 'ticket'],
    ['already_snake', 'already_snake'],
    ['getHTTPStatus', 'get_http_status'],
    ['loadURL', 'load_url'],
    ['userV2', 'user_v2'],
    ['v2Url', 'v2_url'],
    ['_hidden', '_hidden'],
    ['X', 'x'],
  ])('makes %s %s', (method, wire) => {
    expect(toWireName(method)).toBe(wire);
  });
});

describe('toCamelName', () => {
  it.each([
    ['close_ticket', 'closeTicket'],
    ['find_2nd_user', 'find2NdUser'],
    ['getHTTP_nowPlease', 'getHTTPNowplease'],
    ['contact.schema', 'contactSchema'],
    ['team-board.move_card', 'teamBoardMoveCard'],
    ['a__b', 'aB'],
    ['_lead', 'Lead'],
    ['2fa.v27', '2faV27'],
  ])('makes %s %s', (wire, camel) => {
    expect(toCamelName(wire)).toBe(camel);
  });
});

describe('toPascalName', () => {
  it.each([
    ['chat', 'Chat'],
    ['live.prices', 'LivePrices'],
    ['team-presence', 'TeamPresence'],
    ['roomHTTP', 'Roomhttp'],
  ])('makes %s %s', (wire, pascal) => {
    expect(toPascalName(wire)).toBe(pascal);
  });
});

describe('isWireName', () => {
  it.each(['a', '_a', 'a.b-c_d', '2fa.verify', 'X9'])('accepts %s', (name) => {
    expect(isWireName(name)).toBe(true);
  });

  it.each(['', ' ', 'a b', '.a', '-a', 'a;b', 'a,b', 'é', '$a', 'a\n'])('refuses %j', (name) => {
    expect(isWireName(name)).toBe(false);
  });
});

describe('compareCodePoints', () => {
  it('puts what lies beyond the first plane after all of it, unlike `<`', () => {
    expect(compareCodePoints('\u{1f600}', '\uffff')).toBeGreaterThan(0);
    expect(compareCodePoints('a\u{1f600}', 'a\ue000')).toBeGreaterThan(0);
    expect(['\uffff', '\u{1f600}'].sort()).toEqual(['\u{1f600}', '\uffff']);
  });

  it('puts a beginning before the whole, capitals before small letters, and finds equals equal', () => {
    expect(['user_id', 'Z', 'user', 'é', 'a', '10', '9'].sort(compareCodePoints)).toEqual([
      '10',
      '9',
      'Z',
      'a',
      'user',
      'user_id',
      'é',
    ]);
    expect(compareCodePoints('same', 'same')).toBe(0);
  });
});
