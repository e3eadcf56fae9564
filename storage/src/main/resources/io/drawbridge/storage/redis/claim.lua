-- One node's claim on one counter. KEYS: the counter's hash; the sorted set of the nodes that are there.
-- ARGV: node, limit, period, "join" or "go-on", held, want, milliseconds after which a node is gone,
--       the channel on which more is wanted, the counter's name, and pairs of age and count of uses.
-- All times are milliseconds by this server's clock.
--
-- The hash has a field u:SLICE:NODE for what a node used in a 64th of the period, and h:NODE for what it
-- holds and when it was heard last. What is used, what is held, and an even share for every node that is there and has
-- not joined, never exceed the limit together by anything that is granted here.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local node, limit, period = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local joining = ARGV[4] == 'join'
local held, want = tonumber(ARGV[5]), tonumber(ARGV[6])
local width = math.ceil(period / 64)
-- What a node holds is written off, as used, when it was not heard of for so long.
local silent = 5000

local there, nodes = {}, 0
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now - tonumber(ARGV[7]), '+inf')) do
  there[name] = true
end
there[node] = true
for _ in pairs(there) do nodes = nodes + 1 end
local share = math.max(1, math.floor(limit / nodes))

local fields = redis.call('HGETALL', KEYS[1])
local used, elsewhere, soonest, known = 0, 0, nil, false
local joined = {}
local function count(slice, number)
  used = used + number
  local ends = (slice + 1) * width + period
  if soonest == nil or ends < soonest then soonest = ends end
end
for i = 1, #fields, 2 do
  local field, value = fields[i], fields[i + 1]
  if string.sub(field, 1, 1) == 'u' then
    local slice, name = string.match(field, '^u:(%d+):(.*)$')
    slice = tonumber(slice)
    if now >= (slice + 1) * width + period or (joining and name == node) then
      redis.call('HDEL', KEYS[1], field)
    else
      count(slice, tonumber(value))
    end
  else
    local name = string.sub(field, 3)
    local number, heard = string.match(value, '^(%d+):(%d+)$')
    number, heard = tonumber(number), tonumber(heard)
    if name == node then
      known = true
    elseif now - heard > silent and number > 0 then
      local slice = math.floor(heard / width)
      redis.call('HINCRBY', KEYS[1], 'u:' .. slice .. ':' .. name, number)
      redis.call('HDEL', KEYS[1], field)
      count(slice, number)
    elseif there[name] then
      joined[name] = true
      elsewhere = elsewhere + number
    else
      elsewhere = elsewhere + number
      if number == 0 then redis.call('HDEL', KEYS[1], field) end
    end
  end
end
if not known and not joining then
  return {2}
end

for i = 10, #ARGV, 2 do
  local slice = math.floor((now - tonumber(ARGV[i])) / width)
  local number = tonumber(ARGV[i + 1])
  redis.call('HINCRBY', KEYS[1], 'u:' .. slice .. ':' .. node, number)
  count(slice, number)
end

if used == 0 and elsewhere == 0 and want == 0 then
  redis.call('DEL', KEYS[1])
  return {1}
end

for name in pairs(there) do
  if name ~= node and not joined[name] then elsewhere = elsewhere + share end
end
local free = math.max(0, limit - used - held - elsewhere)
local granted = math.min(want, free, math.max(1, math.ceil(free / nodes)))
if free == 0 then granted = 0 end
redis.call('HSET', KEYS[1], 'h:' .. node, (held + granted) .. ':' .. now)
redis.call('PEXPIRE', KEYS[1], 2 * period + 10000)
if granted < want and elsewhere > 0 then
  redis.call('PUBLISH', ARGV[8], node .. '|' .. ARGV[9])
end
local wait = period
if soonest ~= nil then wait = math.max(0, soonest - now) end
return {0, granted, free - granted, elsewhere, wait}
