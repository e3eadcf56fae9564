package io.drawbridge.workorders;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log: lines on standard error, `TIME LEVEL logger message`. Standard output belongs to the ready line.
final class LogLines extends Formatter {
    /// Kept, since the log manager would forget loggers, and their levels with them.
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger OWN = Logger.getLogger("io.drawbridge");
    private static final Logger WEB_SERVER = Logger.getLogger("io.helidon");

    /// Sends everybody's log to standard error: ours from the level of that name, the libraries' from warnings.
    static void begin(Level level) {
        for (var handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(new LogLines());
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING);
        OWN.setLevel(level);
        // It warns with a stack trace whenever a client goes away, so that anybody could fill the log.
        WEB_SERVER.setLevel(Level.SEVERE);
    }

    @Override
    public String format(LogRecord line) {
        String head = line.getInstant() + " " + line.getLevel().getName() + " " + line.getLoggerName() + " "
                + oneLine(formatMessage(line)) + System.lineSeparator();
        if (line.getThrown() == null) {
            return head;
        }
        var trace = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(trace));
        return head
                + trace.toString()
                        .lines()
                        .map(text -> "    " + oneLine(text) + System.lineSeparator())
                        .reduce("", String::concat);
    }

    /// Text from outside cannot begin a line of its own.
    private static String oneLine(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.isISOControl(point) && point != '\t' ? ' ' : point)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
