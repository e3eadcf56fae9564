package io.drawbridge.controlplane.acme;

import io.drawbridge.controlplane.certificates.KeyPairs;
import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/// Orders a certificate: it finds or makes the account, proves each name over HTTP, and sends the request for a
/// new key.
final class AcmeIssuer implements Issuer {
    /// How long the authority may take for each of its steps.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Acme acme;
    private final AcmeFolder folder;
    private final Challenges challenges;

    AcmeIssuer(Acme acme, AcmeFolder folder, Challenges challenges) {
        this.acme = acme;
        this.folder = folder;
        this.challenges = challenges;
    }

    @Override
    public ServerCertificate issue(List<String> domains) throws IssuanceFailure, InterruptedException {
        List<String> tokens = new ArrayList<>();
        try {
            Session session = new Session(acme.directory(), new AcmeServer(acme.authorities()));
            AccountBuilder account =
                    new AccountBuilder().agreeToTermsOfService().useKeyPair(folder.accountKey());
            acme.email().ifPresent(account::addEmail);
            Login login = account.createLogin(session);
            Order order = login.newOrder().domains(domains).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization, tokens);
            }
            if (order.waitUntilReady(PATIENCE) != Status.READY && order.getStatus() != Status.VALID) {
                throw refused("the order", order.getStatus(), order.getError().map(Problem::toString));
            }
            KeyPair key = KeyPairs.make();
            order.execute(key);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused("the order", order.getStatus(), order.getError().map(Problem::toString));
            }
            return new ServerCertificate(order.getCertificate().getCertificateChain(), key.getPrivate());
        } catch (AcmeException | IOException failure) {
            throw new IssuanceFailure(said(failure), failure);
        } finally {
            tokens.forEach(challenges::forget);
        }
    }

    private void prove(Authorization authorization, List<String> tokens)
            throws AcmeException, IssuanceFailure, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        String name = authorization.getIdentifier().getDomain();
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> new IssuanceFailure("the authority does not take a proof over HTTP for " + name));
        challenges.expect(challenge.getToken(), challenge.getAuthorization());
        tokens.add(challenge.getToken());
        challenge.trigger();
        if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
            challenge.fetch();
            throw refused(
                    "the proof for " + name,
                    authorization.getStatus(),
                    challenge.getError().map(Problem::toString));
        }
    }

    private static IssuanceFailure refused(String what, Status status, java.util.Optional<String> why) {
        return new IssuanceFailure(
                what + " came to " + status + why.map(text -> ": " + text).orElse(""));
    }

    private static String said(Throwable failure) {
        Throwable root = failure;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        Throwable cause = root.getCause();
        return root.getMessage() + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    }
}
