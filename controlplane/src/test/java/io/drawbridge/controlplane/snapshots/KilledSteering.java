package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.domain.policy.Mode;
import java.nio.file.Path;

/// A program that makes one edit after another and prints the number of each that was accepted, until it is killed.
final class KilledSteering {
    private KilledSteering() {}

    public static void main(String[] arguments) {
        try (Bridge bridge = new Bridge(Path.of(arguments[0]), Blueprints.usual())) {
            while (true) {
                System.out.println(bridge.set(Blueprints.LEGACY, Mode.ENFORCE));
                System.out.println(bridge.set(Blueprints.LEGACY, Mode.MONITOR));
            }
        }
    }
}
