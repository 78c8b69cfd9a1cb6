package io.felucca.registry.declare;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the schemas of a bundle's components. */
public final class BundleFiles {
  private final Resources resources;

  public BundleFiles(Resources resources) {
    this.resources = resources;
  }

  /**
   * The keys that each component takes, by its configuration PID.
   *
   * @param serviceComponent the manifest's header of that name; null where it has none
   */
  public Map<String, Schema> schemas(String serviceComponent) throws IOException {
    Map<String, Schema> schemas = new HashMap<>();
    for (String path : paths(serviceComponent)) {
      ComponentFile component = component(path);
      if (component != null && !component.pid().isEmpty()) {
        schemas.put(component.pid(), new SchemaReader(resources).read(component.implementation()));
      }
    }
    return schemas;
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
