package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads what the file says of addresses: who is believed, who is never blocked, and from where on somebody is.
final class AddressesReader {
    /// In a threshold policy, beside its stance.
    static final List<String> THRESHOLD_KEYS = List.of("limit", "within", "block", "longest");

    private static final Form<Network> NETWORK = Form.open("an address or a range", Network::parse);
    private static final Form<ClientsSpec.ForwardedHeader> HEADER =
            Form.closed("x-forwarded-for or forwarded", ClientsSpec.ForwardedHeader::parse);
    private static final Form<Duration> TIMEOUT = Forms.duration(Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final Form<Duration> WITHIN = Forms.duration(Duration.ofSeconds(1), Duration.ofDays(1));
    private static final Form<Duration> BLOCK = Forms.duration(Duration.ofSeconds(1), Duration.ofDays(30));

    private final Reading reading;
    private final Section file;

    AddressesReader(Reading reading, Section file) {
        this.reading = reading;
        this.file = file;
    }

    ClientsSpec clients() {
        Section proxyProtocol = file.section("proxy_protocol", List.of("from", "timeout"));
        Set<Network> from = networks(proxyProtocol, "from");
        if (file.has("proxy_protocol") && !proxyProtocol.has("from")) {
            reading.problems()
                    .add(
                            file.at("proxy_protocol"),
                            "proxy_protocol: `from` is missing: write the sources that send the header, such as from:"
                                    + " 10.0.0.5");
        }
        ClientsSpec clients = new ClientsSpec(
                networks(file, "trusted_proxies"),
                file.value("forwarded_header", HEADER, ClientsSpec.DEFAULT.forwardedHeader()),
                from,
                proxyProtocol.value("timeout", TIMEOUT, ClientsSpec.DEFAULT.proxyProtocolTimeout()));
        if (file.has("forwarded_header") && clients.trustedProxies().isEmpty()) {
            reading.problems()
                    .warn(
                            file.at("forwarded_header"),
                            "forwarded_header: nobody is believed without trusted_proxies, so no such field is read");
        }
        for (Network network : clients.trustedProxies()) {
            if (network.prefix() == 0) {
                reading.problems()
                        .add(
                                file.at("trusted_proxies"),
                                "trusted_proxies: " + network + " is everybody, so every client could claim any"
                                        + " address: name the proxies alone");
            }
        }
        return clients;
    }

    /// The allow-list.
    Set<Network> allowed() {
        return networks(file.section("blocks", List.of("allow")), "allow");
    }

    private static Set<Network> networks(Section section, String key) {
        return new LinkedHashSet<>(section.values(key, NETWORK, new ArrayList<>()));
    }

    /// @param most the largest limit
    static ThresholdSpec threshold(Reading reading, Section policy, ThresholdSpec standard, int most) {
        ThresholdSpec read = new ThresholdSpec(
                policy.value("limit", Forms.number(1, most), standard.limit()),
                policy.value("within", WITHIN, standard.within()),
                policy.value("block", BLOCK, standard.block()),
                policy.value("longest", BLOCK, standard.longest()));
        if (read.longest().compareTo(read.block()) < 0) {
            if (policy.has("longest")) {
                reading.problems()
                        .add(
                                policy.at("longest"),
                                "longest: a repeated block cannot be shorter than the first, which lasts "
                                        + Amounts.text(read.block()));
                return standard;
            }
            return new ThresholdSpec(read.limit(), read.within(), read.block(), read.block());
        }
        return read;
    }
}
