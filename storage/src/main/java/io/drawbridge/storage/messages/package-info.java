/// How nodes tell each other that something changed. A message is a [io.drawbridge.storage.messages.Topic] and
/// nothing else: "look again". Whoever changed something in the database publishes its topic after the commit;
/// every node's subscribers of it then read what they need out of the database, which alone says what is true.
/// So a message may be lost, doubled or late without harm: everything is looked at again each second anyway,
/// and after each lost connection. Messages go by Redis and by PostgreSQL's LISTEN/NOTIFY, whatever of the two
/// is there; a node alone needs neither.
@NullMarked
package io.drawbridge.storage.messages;

import org.jspecify.annotations.NullMarked;
