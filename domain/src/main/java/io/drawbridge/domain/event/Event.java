package io.drawbridge.domain.event;

/// Something that happened and is recorded.
public sealed interface Event permits Exchanged, Notice {}
