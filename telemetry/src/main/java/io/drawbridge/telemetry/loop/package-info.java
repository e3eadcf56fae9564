/// How records cross from event loops to the threads that write them. A loop never waits: with one atomic
/// exchange it takes what it fills out of a [io.drawbridge.telemetry.loop.Handover] and with one store it puts
/// it back, and when the writing thread has been there in between it fills a fresh one. A
/// [io.drawbridge.telemetry.loop.Heartbeat] is such a writing thread: it does its work several times a second,
/// and earlier when it is woken.
@NullMarked
package io.drawbridge.telemetry.loop;

import org.jspecify.annotations.NullMarked;
