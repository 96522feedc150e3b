import { createHash } from 'node:crypto';

/** A Lua script: atomic in Redis and Valkey, and only ever run by a primary, since it may write. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

function script(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/*
 * A scope is one key. It holds its version; or, while mutations have marked it, their marks instead, as
 * `;<mark>=<end in ms>` one after the other, and lives until the last of them ends. A scope without its key has no
 * version yet, so that to delete a version is to renew it, and all that Redis may lose is safe to lose.
 *
 * The clock is that of Redis.
 */
const marksOfOthers = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function marksOfOthers(key, own)
  local marks, last = '', now
  for id, ends in string.gmatch(redis.call('GET', key) or '', ';([^;=]+)=(%d+)') do
    ends = tonumber(ends)
    if id ~= own and ends > now then
      marks = marks .. ';' .. id .. '=' .. string.format('%.0f', ends)
      last = math.max(last, ends)
    end
  end
  return marks, last
end
`;

/** Keys: scopes. Arguments: a new version, how long it lives in ms. Answers versions, the empty text for a marked scope. */
export const readVersionsScript = script(`
local values = redis.call('MGET', unpack(KEYS))
for at, value in ipairs(values) do
  if not value then
    -- Without memory there is no version: the scope then counts as marked.
    local made = redis.pcall('SET', KEYS[at], ARGV[1], 'PX', ARGV[2])
    values[at] = made.err and '' or ARGV[1]
  elseif string.sub(value, 1, 1) == ';' then
    values[at] = ''
  end
end
return values
`);

/** Keys: scopes. Arguments: the mark, how long it holds in ms. */
export const markScript = script(`${marksOfOthers}
for _, key in ipairs(KEYS) do
  local marks, last = marksOfOthers(key, ARGV[1])
  local ends = now + ARGV[2]
  marks = marks .. ';' .. ARGV[1] .. '=' .. string.format('%.0f', ends)
  redis.call('SET', key, marks, 'PX', math.max(last, ends) - now)
end
`);

/** Keys: scopes. Argument: the mark to take off, or the empty text. */
export const renewScript = script(`${marksOfOthers}
for _, key in ipairs(KEYS) do
  local marks, last = marksOfOthers(key, ARGV[1])
  if marks == '' then
    redis.call('DEL', key)
  else
    -- Without memory the own mark stays, and ends by itself.
    redis.pcall('SET', key, marks, 'PX', last - now)
  end
end
`);

/** Key: the lock. Arguments: its holder, how long it holds in ms. Answers 1 when it is taken. */
export const acquireScript = script(`
return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
`);

/** Key: the lock. Argument: its holder. */
export const releaseScript = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`);
