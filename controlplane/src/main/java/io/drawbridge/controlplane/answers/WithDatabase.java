package io.drawbridge.controlplane.answers;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.storage.Outage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// An endpoint that needs the database. While that is away the answer is 503, and nothing has been changed that
/// somebody could rely on.
public record WithDatabase(Endpoint inner) implements Endpoint {
    private static final Logger LOG = System.getLogger(WithDatabase.class.getName());

    private static final Problem AWAY = new Problem(
            503,
            "database-away",
            "The database is away",
            "The gateway cannot read or write its own state at the moment. Requests are judged as before.",
            "Try again after the number of seconds in Retry-After. If it stays so, an operator finds the reason in"
                    + " drawbridge status.");

    private static final Problem UNSTORABLE = new Problem(
            422,
            "text-unstorable",
            "A text cannot be stored",
            "A text holds a character that the database does not take, such as one of the number 0.",
            "Leave it out.");

    @Override
    public Answer answer(Identified exchange, byte[] body) throws Exception {
        try {
            return inner.answer(exchange, body);
        } catch (RuntimeException failure) {
            if (Outage.isBadData(failure)) {
                return UNSTORABLE.answer();
            }
            if (!Outage.isOutage(failure)) {
                throw failure;
            }
            LOG.log(Level.DEBUG, "a request needed the database, which is away", failure);
            return AWAY.answer(new HeaderField("Retry-After", "2"));
        }
    }
}
