package io.felucca.registry.declare;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads which keys a bundle's components take. */
public final class BundleFiles {
  private final Resources resources;
  private final Map<String, String> implementations = new HashMap<>();

  /**
   * Reads which components there are.
   *
   * @param serviceComponent the manifest's header of that name; null where it has none
   */
  public BundleFiles(Resources resources, String serviceComponent) throws IOException {
    this.resources = resources;
    for (String path : paths(serviceComponent)) {
      ComponentFile component = component(path);
      if (component != null && !component.pid().isEmpty()) {
        implementations.put(component.pid(), component.implementation());
      }
    }
  }

  /** Reads the keys of the component with a configuration PID; none where there is none. */
  public Schema schema(String pid) throws IOException {
    String implementation = implementations.get(pid);
    return implementation == null ? Schema.NONE : new SchemaReader(resources).read(implementation);
  }

  private static List<String> paths(String serviceComponent) {
    return serviceComponent == null
        ? List.of()
        : Arrays.stream(serviceComponent.split(",")).map(String::strip).toList();
  }

  private ComponentFile component(String path) throws IOException {
    try (InputStream in = resources.open(path)) {
      return in == null ? null : ComponentFile.read(in);
    }
  }
}
