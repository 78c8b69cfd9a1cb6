package io.felucca.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a bundle cache depends on, as text to compare: Java and every jar.
 *
 * <p>A jar is known by its inode and its time of change: its size and modification time prove
 * nothing, since all jars of a reproducible release bear the same time.
 */
final class Stamp {
  private Stamp() {}

  static String of(List<Path> bundles) throws IOException {
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version")).append('\n');
    for (Path jar : jars(bundles)) {
      append(text, jar);
    }
    return text.toString();
  }

  private static Set<Path> jars(List<Path> bundles) {
    Set<Path> jars = new LinkedHashSet<>(bundles);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      jars.add(Path.of(entry));
    }
    return jars;
  }

  private static void append(StringBuilder text, Path jar) throws IOException {
    Map<String, Object> file = Files.readAttributes(jar, "unix:ino,ctime");
    long changed = ((FileTime) file.get("ctime")).to(TimeUnit.NANOSECONDS);
    text.append(jar).append(' ').append(file.get("ino")).append(' ').append(changed).append('\n');
  }
}
