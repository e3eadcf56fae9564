package io.drawbridge.cli.blocks;

import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads lists of networks: a plain one, with a network at the start of a line and what follows a blank, `#` or
/// `;` left alone; or the elements of the sets of an nftables ruleset.
final class NetworkLists {
    private static final Pattern ELEMENTS = Pattern.compile("\\belements\\s*=\\s*\\{([^{}]*)\\}");
    private static final Pattern SET = Pattern.compile("\\bset\\s+([\\w-]+)\\s*\\{");
    private static final int COMPLAINTS = 10;

    private NetworkLists() {}

    /// What came of reading.
    sealed interface Outcome {
        record Read(List<Network> networks) implements Outcome {}

        /// @param complaints the first ten
        record Wrong(List<String> complaints) implements Outcome {}
    }

    static Outcome read(String text) {
        Set<Network> networks = new LinkedHashSet<>();
        List<String> complaints = new ArrayList<>();
        if (ELEMENTS.matcher(text).find()) {
            nftables(text, networks, complaints);
        } else {
            plain(text, networks, complaints);
        }
        return complaints.isEmpty()
                ? new Outcome.Read(List.copyOf(networks))
                : new Outcome.Wrong(List.copyOf(complaints.subList(0, Math.min(COMPLAINTS, complaints.size()))));
    }

    private static void plain(String text, Set<Network> networks, List<String> complaints) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String word = line.strip().split("[\\s#;]", 2)[0];
            if (!word.isEmpty()) {
                add(word, "line " + number, networks, complaints);
            }
        }
    }

    /// Sets by the name of `allowed…` are the allow-list that an export of ours writes: they are not blocked.
    private static void nftables(String text, Set<Network> networks, List<String> complaints) {
        Matcher matcher = ELEMENTS.matcher(text);
        while (matcher.find()) {
            String set = setBefore(text, matcher.start());
            if (set.startsWith("allowed")) {
                continue;
            }
            for (String element : matcher.group(1).replaceAll("\"[^\"]*\"", "").split(",", -1)) {
                // What follows the network is a timeout, a counter or a comment.
                String word = element.strip().split("\\s", 2)[0];
                if (!word.isEmpty()) {
                    add(word, set.isEmpty() ? "a set" : "the set " + set, networks, complaints);
                }
            }
        }
    }

    private static String setBefore(String text, int end) {
        Matcher matcher = SET.matcher(text).region(0, end);
        String name = "";
        while (matcher.find()) {
            name = matcher.group(1);
        }
        return name;
    }

    private static void add(String word, String where, Set<Network> networks, List<String> complaints) {
        try {
            int dash = word.indexOf('-');
            if (dash > 0) {
                networks.addAll(range(word.substring(0, dash), word.substring(dash + 1)));
            } else {
                networks.add(Network.parse(word));
            }
        } catch (IllegalArgumentException wrong) {
            complaints.add(where + ": " + wrong.getMessage());
        }
    }

    /// The fewest networks that together are a range.
    static List<Network> range(String from, String to) {
        Address first = Network.parse(from).first();
        Address last = Network.parse(to).first();
        List<Network> networks = new ArrayList<>();
        if (first.family() != last.family() || Network.of(last).compareTo(Network.of(first)) < 0) {
            throw new IllegalArgumentException(
                    "the range " + first.text() + "-" + last.text() + " ends before it begins");
        }
        cover(Network.around(first, 0), Network.of(first), Network.of(last), networks);
        return networks;
    }

    /// Takes a network whole where it lies within the range, and by halves where it lies there in part.
    private static void cover(Network network, Network first, Network last, List<Network> taken) {
        Network start = Network.of(network.first());
        Network end = Network.of(network.last());
        if (end.compareTo(first) < 0 || start.compareTo(last) > 0) {
            return;
        }
        if (start.compareTo(first) >= 0 && end.compareTo(last) <= 0) {
            taken.add(network);
            return;
        }
        for (Network half : network.halves()) {
            cover(half, first, last, taken);
        }
    }
}
