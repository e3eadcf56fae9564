package io.drawbridge.storage;

/// What one node at a time may change. [Database#exclusively] takes them; the numbers are advisory locks of
/// PostgreSQL, and SQLite has one writer at a time anyway.
public enum Lock {
    MIGRATION(0x6472_6177_0000_0001L),
    STEERING(0x6472_6177_0000_0002L),
    READINESS(0x6472_6177_0000_0003L),
    BLOCKS(0x6472_6177_0000_0004L);

    final long number;

    Lock(long number) {
        this.number = number;
    }
}
