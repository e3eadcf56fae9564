/// The facts about one request. What is known grows in stages, and each stage is a type:
/// [io.drawbridge.domain.exchange.Arrived] has the head, the client's address and the route,
/// [io.drawbridge.domain.exchange.Identified] adds the identity. A policy that asks for the later type
/// cannot run before its facts have been learnt. Everything here is read-only and knows no transport.
@NullMarked
package io.drawbridge.domain.exchange;

import org.jspecify.annotations.NullMarked;
