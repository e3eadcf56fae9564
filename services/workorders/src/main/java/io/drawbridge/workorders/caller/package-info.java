/// Who is asking. The service has no users and no passwords of its own: the gateway says who the caller is, in a
/// short
/// token that it signs with a key which only it has ([io.drawbridge.workorders.caller.IdentityTokens] verifies it).
/// The public halves of the gateway's keys come from a file ([io.drawbridge.workorders.caller.GatewayKeys]) that is
/// read
/// again when it changes, so that a new key needs no restart. What comes out is a
/// [io.drawbridge.workorders.caller.Caller], which nothing but a verified token can make; the roles of a caller whom
/// the
/// gateway let pass without proof are dropped here, so that nobody later can forget to ask.
@NullMarked
package io.drawbridge.workorders.caller;

import org.jspecify.annotations.NullMarked;
