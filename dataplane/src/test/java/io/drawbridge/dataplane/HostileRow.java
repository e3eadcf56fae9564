package io.drawbridge.dataplane;

import java.util.List;

/// A row of a table of hostile requests: what a client sends on one connection, and what must come of each
/// request in it, in order.
///
/// @param lines what is sent, with the escapes undone, one byte a character; how lines end is the runner's
///     matter
record HostileRow(String name, List<String> lines, List<Verdict> verdicts) {
    HostileRow {
        lines = List.copyOf(lines);
        verdicts = List.copyOf(verdicts);
        if (lines.isEmpty() || verdicts.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' sends nothing or expects nothing");
        }
    }

    /// Whether the connection (over HTTP/2: the stream's connection) serves another request afterwards.
    boolean staysOpen() {
        return verdicts.getLast().next() == Next.OPEN;
    }

    enum Next {
        OPEN,
        CLOSED
    }

    /// What comes of one request.
    sealed interface Verdict {
        Next next();
    }

    /// The upstream sees exactly this, and the client gets its answer.
    record Accept(Expected request, Next next) implements Verdict {}

    /// Answered with this status before the upstream has seen a byte, and the connection is closed.
    record Reject(int status) implements Verdict {
        @Override
        public Next next() {
            return Next.CLOSED;
        }
    }

    /// The body is no good: the upstream may see that something began, but never a whole request.
    record Spoilt(int status) implements Verdict {
        @Override
        public Next next() {
            return Next.CLOSED;
        }
    }

    /// Over HTTP/2: the body breaks a promise of a head that may have been passed on and answered by then. The
    /// upstream may have seen what was promised, and nothing else; if it had not answered, the answer is this
    /// status.
    record Late(int status) implements Verdict {
        @Override
        public Next next() {
            return Next.OPEN;
        }
    }

    /// The gateway answers itself with this status, and the upstream sees nothing.
    record Answer(int status, Next next) implements Verdict {}

    /// The gateway waits for more, and when nothing comes it closes without a word (over HTTP/2: is not waited
    /// for).
    record Close() implements Verdict {
        @Override
        public Next next() {
            return Next.CLOSED;
        }
    }

    /// Over HTTP/2: the client gave this stream up, so no answer is waited for.
    record Nothing() implements Verdict {
        @Override
        public Next next() {
            return Next.OPEN;
        }
    }

    /// Over HTTP/2: this stream is reset with this error, or the connection ended with it.
    record Broken(Scope scope, String error) implements Verdict {
        @Override
        public Next next() {
            return scope == Scope.STREAM ? Next.OPEN : Next.CLOSED;
        }
    }

    enum Scope {
        STREAM,
        CONNECTION
    }

    /// A request as the upstream must see it, less what the gateway adds to every one.
    ///
    /// @param target path and query
    /// @param fields lines as `Name: value`, in any order
    record Expected(String method, String target, String host, List<String> fields, String body) {}
}
