package io.felucca.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Makes bundles of jars on the class path (OSGi Core 8, chapter 60 "Connect").
 *
 * <p>Their classes come from the application class loader, which is the only loader that class
 * archives (CDS, AOT caches) work for: that halves the time to the first answer. A bundle that is
 * installed later, or updated from a stream, is an ordinary one with a loader of its own, so the
 * core can still be replaced piece by piece.
 */
final class ClassPathConnector implements ModuleConnector {
  private final Map<String, JarContent> jars = new HashMap<>();

  /** Connects those of {@code bundles} that are on the class path {@code classPath}. */
  ClassPathConnector(List<Path> bundles, String classPath) {
    Set<String> entries = new HashSet<>(List.of(classPath.split(File.pathSeparator)));
    for (Path jar : bundles) {
      if (entries.contains(jar.toString())) {
        jars.put("core:" + jar.getFileName(), new JarContent(jar));
      }
    }
  }

  /** Where to install {@code jar} from: its place on the class path, or else the file itself. */
  String location(Path jar) {
    String connected = "core:" + jar.getFileName();
    return jars.containsKey(connected) ? connected : "reference:" + jar.toUri();
  }

  /** Reads all manifests, so that the framework will find them read. */
  void readAhead() {
    jars.values().forEach(JarContent::readAhead);
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    JarContent jar = jars.get(location);
    return jar == null ? Optional.empty() : Optional.of(() -> jar);
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {}

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }
}
