package io.drawbridge.controlplane.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/// By what a changed file is told from the one before, without reading it. Links are followed: a certificate is
/// often changed by pointing a link elsewhere.
///
/// @param place empty where there is no file
record FileStamp(Path path, Optional<Place> place) {
    record Place(FileTime changed, long bytes, String identity) {}

    static List<FileStamp> of(List<Path> paths) {
        return paths.stream().map(FileStamp::of).toList();
    }

    private static FileStamp of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(
                    path,
                    Optional.of(new Place(
                            attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()))));
        } catch (IOException missing) {
            return new FileStamp(path, Optional.empty());
        }
    }
}
