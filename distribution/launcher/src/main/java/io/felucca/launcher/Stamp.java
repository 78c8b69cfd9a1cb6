package io.felucca.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bundle cache depends on, as text to compare: Java and every jar with its size and time.
 */
final class Stamp {
  private Stamp() {}

  static String of(List<Path> bundles) {
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version")).append('\n');
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      append(text, new File(entry));
    }
    for (Path bundle : bundles) {
      append(text, bundle.toFile());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, File jar) {
    text.append(jar)
        .append(' ')
        .append(jar.length())
        .append(' ')
        .append(jar.lastModified())
        .append('\n');
  }
}
