package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.ClientsSpec;
import io.drawbridge.controlplane.configuration.ConnectionSpec;
import io.drawbridge.controlplane.configuration.LogFormat;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.configuration.TokensSpec;
import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.client.ForwardedHeader;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.policies.identity.TokenRules;
import io.drawbridge.telemetry.log.LogSettings;

/// What the operator wrote, in the words of the modules that do it.
final class FromSpecification {
    private FromSpecification() {}

    static DataplaneSettings dataplane(Specification specification) {
        ConnectionSpec connection = specification.connection();
        return new DataplaneSettings(
                0,
                connection.maxHead(),
                connection.maxFields(),
                connection.headTimeout(),
                connection.idleTimeout(),
                connection.bodyTimeout(),
                DataplaneSettings.DEFAULT.maxConnections(),
                specification.drain(),
                new DataplaneSettings.Http2(
                        connection.http2().enabled(),
                        connection.http2().clearText(),
                        connection.http2().maxStreams()));
    }

    static ClientAddresses clients(ClientsSpec spec) {
        return new ClientAddresses(
                new NetworkSet(spec.trustedProxies()),
                switch (spec.forwardedHeader()) {
                    case X_FORWARDED_FOR -> ForwardedHeader.X_FORWARDED_FOR;
                    case FORWARDED -> ForwardedHeader.FORWARDED;
                },
                new NetworkSet(spec.proxyProtocol()),
                spec.proxyProtocolTimeout());
    }

    static LogSettings.Form logs(LogFormat format) {
        return switch (format) {
            case TEXT -> LogSettings.Form.TEXT;
            case JSON -> LogSettings.Form.JSON;
        };
    }

    static TokenRules tokens(TokensSpec spec) {
        return new TokenRules(spec.issuer(), spec.audience(), spec.rolesClaim());
    }
}
