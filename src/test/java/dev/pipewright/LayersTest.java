package dev.pipewright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds the compiled classes to the package table of ARCHITECTURE.md. */
final class LayersTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final Pattern OURS = Pattern.compile("L?dev/pipewright/([a-z0-9]+)/[\\w/$]+");
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("Ldev/pipewright/([a-z0-9]+)/[\\w/$]+;");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9]+)`");

    @Test
    void packages_use_only_what_the_table_allows() throws IOException {
        var allowed = table();
        var offences = new TreeSet<String>();
        for (var file : classes()) {
            var model = ClassFile.of().parse(Files.readAllBytes(file));
            var home = CLASSES.relativize(file).getName(2).toString();
            for (var used : uses(model).entrySet()) {
                var other = used.getKey();
                if (other.equals(home) || allowed.getOrDefault(home, Set.of()).contains(other)) continue;
                var name = model.thisClass().asInternalName().replace('/', '.');
                offences.add(name + " uses " + used.getValue() + ", but " + home + " may not use " + other);
            }
        }
        assertThat(offences).isEmpty();
    }

    @Test
    void every_package_has_a_row() throws IOException {
        var packages = classes().stream()
                .map(file -> CLASSES.relativize(file).getName(2).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table().keySet()).containsAll(packages);
    }

    @Test
    void rows_stand_below_what_they_use() throws IOException {
        var above = new TreeSet<String>();
        table().forEach((name, uses) -> {
            assertThat(above).as("rows above " + name).containsAll(uses);
            above.add(name);
        });
    }

    /** The rows {@code | package | holds | may use |}; "all" means every row above. */
    private static Map<String, Set<String>> table() throws IOException {
        var rows = new LinkedHashMap<String, Set<String>>();
        for (var line : Files.readAllLines(Path.of("ARCHITECTURE.md"))) {
            var cells = line.split("\\|", -1);
            if (cells.length != 5 || !NAME.matcher(cells[1].strip()).matches()) continue;
            var uses = cells[3].strip().equals("all") ? new TreeSet<>(rows.keySet()) : names(cells[3]);
            rows.put(names(cells[1]).first(), uses);
        }
        assertThat(rows).as("the package table of ARCHITECTURE.md").isNotEmpty();
        return rows;
    }

    private static TreeSet<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The packages of ours that a class names in any way, each with one class of it as the example. */
    private static Map<String, String> uses(ClassModel model) {
        var uses = new TreeMap<String, String>();
        StreamSupport.stream(model.constantPool().spliterator(), false)
                .flatMap(entry -> switch (entry) {
                    case ClassEntry type -> OURS.matcher(type.asInternalName()).results();
                    // Types of fields, parameters, records and generics stand in descriptors and signatures only.
                    case Utf8Entry text -> IN_DESCRIPTOR.matcher(text.stringValue()).results();
                    default -> Stream.empty();
                })
                .forEach(found -> uses.putIfAbsent(
                        found.group(1), found.group().replaceAll("^L(?=dev/)|;$", "").replace('/', '.')));
        return uses;
    }

    private static List<Path> classes() {
        try (var files = Files.walk(CLASSES.resolve("dev/pipewright"))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
