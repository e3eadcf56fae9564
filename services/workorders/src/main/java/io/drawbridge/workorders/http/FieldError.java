package io.drawbridge.workorders.http;

/// What is wrong with one member of a body or one parameter, for the person who wrote it.
///
/// @param field for example `dispensers[1].make`
record FieldError(String field, String message) {}
