package io.drawbridge.controlplane.acme;

import io.drawbridge.domain.tls.ServerCertificate;
import java.util.List;

/// Gets a certificate from an authority. It takes as long as the authority does.
@FunctionalInterface
interface Issuer {
    /// @param domains the names that it has to be for
    /// @throws IssuanceFailure when there is none, with why, for people
    ServerCertificate issue(List<String> domains) throws IssuanceFailure, InterruptedException;
}
