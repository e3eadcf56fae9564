package io.drawbridge.dataplane.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Knows the addresses of names. A look-up may take its time, so it is never asked on an event loop.
@FunctionalInterface
interface AddressSource {
    /// @throws UnknownHostException where there are none
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /// The machine's own: files, DNS, search domains. Of a name with addresses of both families those of the
    /// family that the machine puts first are used, because many a service listens on one of them only.
    static List<InetAddress> ofMachine(String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        return Arrays.stream(found)
                .filter(address -> address.getClass() == found[0].getClass())
                .distinct()
                .toList();
    }
}
