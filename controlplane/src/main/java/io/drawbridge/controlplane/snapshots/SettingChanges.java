package io.drawbridge.controlplane.snapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/// Tells in plain words what two configurations have not in common.
final class SettingChanges {
    private static final int SHOWN = 40;

    private SettingChanges() {}

    /// One line a setting, in the order of their paths; lines beyond the fortieth are counted in a last one.
    static List<String> between(SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<String> lines = new ArrayList<>();
        int unsaid = 0;
        for (String path : paths) {
            String was = before.get(path);
            String is = after.get(path);
            if (was != null && was.equals(is)) {
                continue;
            }
            if (lines.size() == SHOWN) {
                unsaid++;
            } else if (was == null) {
                lines.add(path + " is new: " + is);
            } else if (is == null) {
                lines.add(path + " is gone, it was: " + was);
            } else {
                lines.add(path + ": " + was + " → " + is);
            }
        }
        if (unsaid > 0) {
            lines.add("and " + unsaid + " more settings");
        }
        return List.copyOf(lines);
    }
}
