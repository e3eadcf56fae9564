package io.drawbridge.app.endtoend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/// Runs gRPC's own interoperability client for several cases in one process, and prints a line for each. A
/// program of its own: it runs on the suite's class path, and its connections end with it.
final class InteropClient {
    private InteropClient() {}

    /// @param arguments those of the client, then `--`, then the cases
    public static void main(String[] arguments) throws Exception {
        Method client =
                Class.forName("io.grpc.testing.integration.TestServiceClient").getMethod("main", String[].class);
        int end = Arrays.asList(arguments).indexOf("--");
        for (int at = end + 1; at < arguments.length; at++) {
            String[] words = Arrays.copyOf(arguments, end + 1);
            words[end] = "--test_case=" + arguments[at];
            try {
                client.invoke(null, (Object) words);
                System.out.println("PASSED " + arguments[at]);
            } catch (InvocationTargetException failed) {
                System.out.println("FAILED " + arguments[at]);
                failed.getCause().printStackTrace(System.out);
            }
        }
        System.exit(0);
    }
}
