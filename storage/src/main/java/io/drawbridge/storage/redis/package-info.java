/// Redis, or Valkey, as what nodes share beside the database: [io.drawbridge.storage.redis.Redis] holds one
/// connection for commands and one for messages and knows within half a second whether they work;
/// [io.drawbridge.storage.redis.RedisLedger] keeps shared limits there, and
/// [io.drawbridge.storage.redis.RedisCarrier] carries messages. Nothing here lets anybody wait: while Redis is
/// away a claim fails at once. Nothing of value lies in Redis alone: what it loses is counted anew. Only this
/// package knows the client library.
@NullMarked
package io.drawbridge.storage.redis;

import org.jspecify.annotations.NullMarked;
