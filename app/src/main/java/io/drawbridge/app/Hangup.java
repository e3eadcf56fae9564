package io.drawbridge.app;

import java.lang.reflect.Proxy;

/// SIGHUP, which asks a program to read its configuration again. The JDK offers signals in `sun.misc.Signal` only,
/// which javac
/// warns of and warnings are errors here: hence the reflection, in this one place.
final class Hangup {
    private Hangup() {}

    // A proxy is equal to itself alone.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    /// Runs the action on its own thread at every SIGHUP, where the platform has it.
    static void whenReceived(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (instance, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            Thread.startVirtualThread(action);
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(instance);
                        case "equals" -> arguments != null && same(instance, arguments[0]);
                        default -> "SIGHUP handler";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | RuntimeException unavailable) {
            System.getLogger(Hangup.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "SIGHUP is not available on this platform; use drawbridge reload: {0}",
                            unavailable);
        }
    }
}
