package io.drawbridge.storage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One numbered step of the schema, up and down. Its file is named `NNN_what.sql`; what stands above the line
/// `-- //@UNDO` goes up, what stands below comes down. The separator is the one of MyBatis Migrations.
///
/// @param number where it stands in the order
/// @param name the rest of the file's name, for people
record Migration(int number, String name, String up, String down) implements Comparable<Migration> {
    static final String UNDO = "-- //@UNDO";
    private static final Pattern FILE = Pattern.compile("(\\d{3})_([a-z0-9_]+)\\.sql");

    @Override
    public int compareTo(Migration other) {
        return Integer.compare(number, other.number);
    }

    /// Every script in the folder `migrations` beside this class, in order.
    ///
    /// @throws StorageException when there is none, or one of them is not what it should be: the program is
    ///     broken
    static List<Migration> all() {
        URL folder = Migration.class.getResource("migrations");
        if (folder == null) {
            throw new StorageException("the program has no migrations in it; build or install it again");
        }
        try {
            URI place = folder.toURI();
            if (place.getScheme().equals("jar")) {
                String text = place.toString();
                Path jar = Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))));
                try (FileSystem inside = FileSystems.newFileSystem(jar, Map.of())) {
                    return in(inside.getPath(text.substring(text.indexOf("!/") + 1)));
                }
            }
            return in(Path.of(place));
        } catch (IOException | URISyntaxException failure) {
            throw new StorageException("the program's migrations cannot be read: " + failure, failure);
        }
    }

    static List<Migration> in(Path folder) throws IOException {
        List<Migration> migrations = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Migration migration = read(String.valueOf(file.getFileName()), Files.readString(file));
                if (!numbers.add(migration.number)) {
                    throw new StorageException("two migrations have the number " + migration.number + " in " + folder);
                }
                migrations.add(migration);
            }
        }
        if (migrations.isEmpty()) {
            throw new StorageException("the program has no migrations in " + folder + "; build or install it again");
        }
        migrations.sort(null);
        return List.copyOf(migrations);
    }

    private static Migration read(String fileName, String text) {
        Matcher matcher = FILE.matcher(fileName);
        if (!matcher.matches()) {
            throw new StorageException("a migration is named 001_what.sql, not " + fileName);
        }
        int undo = text.indexOf(UNDO);
        if (undo < 0) {
            throw new StorageException(
                    "the migration " + fileName + " has no way down: a line '" + UNDO + "' is missing");
        }
        return new Migration(
                Integer.parseInt(matcher.group(1)),
                matcher.group(2),
                text.substring(0, undo),
                text.substring(undo + UNDO.length()));
    }
}
