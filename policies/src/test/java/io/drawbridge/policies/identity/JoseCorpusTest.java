package io.drawbridge.policies.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Third-party cases for JWS, where a folder with them is given by `-Ddrawbridge.corpora=…`.
class JoseCorpusTest {
    private static final String FILE = "jose-json_web_signature_test.jsonl";

    /// @param key in base64: the HMAC key, or for asymmetric keys the public key's text: what an algorithm confusion
    ///     would take for one
    private record Case(String id, String comment, boolean symmetric, String key, String jws, boolean valid) {
        String content() {
            return key + ' ' + jws;
        }
    }

    private static List<Case> cases = List.of();

    @BeforeAll
    static void load() throws IOException, RejectedToken {
        String folder = System.getProperty("drawbridge.corpora", "");
        Path file = Path.of(folder, FILE);
        boolean present = !folder.isEmpty() && Files.exists(file);
        if (!present) {
            System.err.println("SKIPPED: the JOSE cases, because drawbridge.corpora names no folder with " + FILE
                    + " (drawbridge.corpora='" + folder + "')");
        }
        assumeTrue(present, "no JOSE corpus");
        List<Case> loaded = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            loaded.add(read(line));
        }
        cases = loaded;
    }

    private static Case read(String line) throws RejectedToken {
        Json.Members members = Json.members(line.getBytes(StandardCharsets.UTF_8), "case");
        Json.Members keys = (Json.Members) members.member("key").orElseThrow();
        Json.Members key = (Json.Members)
                keys.member("public").or(() -> keys.member("private")).orElseThrow();
        boolean symmetric = text(key, "kty").equals("oct");
        byte[] bytes = symmetric
                ? Base64.getUrlDecoder().decode(text(key, "k"))
                : key.values().toString().getBytes(StandardCharsets.UTF_8);
        return new Case(
                text(members, "id"),
                text(members, "comment"),
                symmetric,
                Base64.getEncoder().encodeToString(bytes),
                text(members, "jws"),
                text(members, "result").equals("valid"));
    }

    private static String text(Json.Members members, String name) {
        return ((Json.Text) members.member(name).orElseThrow()).value();
    }

    private static boolean accepts(Case one) {
        try {
            new StrictJws(new HmacKey(Base64.getDecoder().decode(one.key()))).verifiedPayload(one.jws());
            return true;
        } catch (RejectedToken rejected) {
            return false;
        }
    }

    @Test
    void no_invalid_case_is_accepted() {
        // A case that is labelled invalid though the very same key and token are labelled valid elsewhere says
        // nothing.
        Set<String> valid = new HashSet<>();
        cases.stream().filter(Case::valid).forEach(one -> valid.add(one.content()));
        List<String> contradicted = new ArrayList<>();
        List<String> accepted = new ArrayList<>();
        int judged = 0;
        for (Case one : cases) {
            if (one.valid()) {
                continue;
            }
            if (valid.contains(one.content())) {
                contradicted.add(one.id() + " " + one.comment());
                continue;
            }
            judged++;
            if (accepts(one)) {
                accepted.add(one.id() + " " + one.comment());
            }
        }
        System.err.println("JOSE cases: " + judged
                + " invalid ones judged; left out, because the same token is labelled valid too: " + contradicted);
        assertThat(accepted).isEmpty();
        assertThat(judged).isGreaterThan(300);
        assertThat(contradicted.size()).isLessThan(5);
    }

    @Test
    void valid_hs256_cases_are_accepted_unless_their_base64url_is_not_canonical() {
        List<String> refused = new ArrayList<>();
        int accepted = 0;
        for (Case one : cases) {
            if (one.valid() && one.symmetric()) {
                boolean canonical = one.jws().matches("[A-Za-z0-9_.-]+");
                if (accepts(one)) {
                    accepted++;
                    assertThat(canonical).as(one.id()).isTrue();
                } else if (canonical) {
                    refused.add(one.id() + " " + one.comment());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(accepted).isGreaterThanOrEqualTo(8);
    }

    @Test
    void a_valid_case_of_another_algorithm_is_not_accepted_with_the_public_key_as_secret() {
        List<Case> asymmetric =
                cases.stream().filter(one -> one.valid() && !one.symmetric()).toList();
        assertThat(asymmetric).hasSizeGreaterThan(20).noneMatch(JoseCorpusTest::accepts);
    }
}
