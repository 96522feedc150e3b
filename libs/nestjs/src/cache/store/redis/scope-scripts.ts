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
 * version yet, so that to delete a version is to renew it, and one that Redis evicts is safe to lose. Writes are not: a
 * failover that loses the last ones brings versions back that were renewed, and with them the entries stored under these,
 * and forgets marks. The guide says so.
 *
 * Processes that divide a context otherwise, as another version of the app may, have other scopes for the same bundles.
 * So the layout of a context is a key too. Whoever finds another one there than his own, or none, renews the scope of
 * the whole context: what was stored under the other layout ends before anything happens under his.
 *
 * Keys of what is done to scopes: the layout, the scope of the whole context, the scopes. Arguments: the own layout, how
 * long a version lives in ms, and more.
 *
 * The clock is that of Redis.
 */
const takeOverLayout = `
local layout = redis.call('GET', KEYS[1])
if layout ~= ARGV[1] then
  local whole = redis.call('GET', KEYS[2])
  if whole and string.sub(whole, 1, 1) ~= ';' then redis.call('DEL', KEYS[2]) end
  local set = redis.pcall('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  -- Without memory there is none, so that the next one renews as well.
  if set.err and layout then redis.call('DEL', KEYS[1]) end
end
`;

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

/** One more argument: a new version. Answers versions, the empty text for a marked scope. */
export const readVersionsScript = script(`${takeOverLayout}
local function keep(key)
  if redis.call('PTTL', key) < ARGV[2] / 2 then redis.call('PEXPIRE', key, ARGV[2]) end
end
if layout == ARGV[1] then keep(KEYS[1]) end
local values = redis.call('MGET', unpack(KEYS, 3))
for at, value in ipairs(values) do
  local key = KEYS[at + 2]
  if not value then
    -- Without memory there is no version: the scope then counts as marked.
    local made = redis.pcall('SET', key, ARGV[3], 'PX', ARGV[2])
    values[at] = made.err and '' or ARGV[3]
  elseif string.sub(value, 1, 1) == ';' then
    values[at] = ''
  else
    keep(key)
  end
end
return values
`);

/** Two more arguments: the mark, how long it holds in ms. */
export const markScript = script(`${takeOverLayout}${marksOfOthers}
for at = 3, #KEYS do
  local key = KEYS[at]
  local marks, last = marksOfOthers(key, ARGV[3])
  local ends = now + ARGV[4]
  marks = marks .. ';' .. ARGV[3] .. '=' .. string.format('%.0f', ends)
  redis.call('SET', key, marks, 'PX', math.max(last, ends) - now)
end
`);

/** One more argument: the mark to take off, or the empty text. */
export const renewScript = script(`${takeOverLayout}${marksOfOthers}
for at = 3, #KEYS do
  local key = KEYS[at]
  local marks, last = marksOfOthers(key, ARGV[3])
  if marks == '' then
    redis.call('DEL', key)
  else
    -- Without memory the own mark stays, and ends by itself.
    redis.pcall('SET', key, marks, 'PX', last - now)
  end
end
`);

/** Key: the lock. Arguments: its holder, how long it holds in ms. Answers 1 when it is his. */
export const acquireScript = script(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/** Key: the lock. Argument: its holder. */
export const releaseScript = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`);
