package io.felucca.oci.cdi;

import io.felucca.api.Fault;
import io.felucca.oci.spec.SpecOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Devices that vendors describe in files: Container Device Interface 0.3.0 to 1.1.0.
 *
 * <p>Files end in {@code .json} or {@code .yaml}. A device in a later folder hides one of the same
 * name in an earlier; one that two files of the same folder have is in doubt and not there. A file
 * that cannot be read is as if it were not there: {@link #problems()} tells. Files are read at each
 * call, so that what changes counts at once.
 */
public final class CdiDevices {
  private static final List<Path> STANDARD = List.of(Path.of("/etc/cdi"), Path.of("/var/run/cdi"));

  private final List<Path> folders;

  private CdiDevices(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The devices of {@code /etc/cdi} and {@code /var/run/cdi}. */
  public static CdiDevices standard() {
    return in(STANDARD);
  }

  /** The devices of these folders, the most important last; ones that are missing are empty. */
  public static CdiDevices in(List<Path> folders) {
    return new CdiDevices(folders);
  }

  /** The qualified names of all devices, sorted. */
  public List<String> names() {
    return List.copyOf(Inventory.of(folders).files().keySet());
  }

  /** What is wrong with which file. */
  public Map<Path, String> problems() {
    return Map.copyOf(Inventory.of(folders).problems());
  }

  /**
   * Gives the container these devices, by qualified name. Comes behind options that set the user,
   * the environment and mounts, which would else undo it.
   */
  public SpecOption inject(String... devices) {
    return inject(List.of(devices));
  }

  /** Gives the container these devices, by qualified name. */
  public SpecOption inject(List<String> devices) {
    List<String> wanted = List.copyOf(devices);
    return draft -> {
      if (!wanted.isEmpty()) {
        Injection.apply(edits(wanted), draft);
      }
    };
  }

  private Edits edits(List<String> devices) {
    Inventory inventory = Inventory.of(folders);
    List<String> missing = new ArrayList<>(devices);
    missing.removeAll(inventory.files().keySet());
    if (!missing.isEmpty()) {
      throw unresolvable(missing, inventory);
    }
    Set<Path> seen = new LinkedHashSet<>();
    Edits all = Edits.none();
    for (String device : devices) {
      CdiFile file = inventory.files().get(device);
      if (seen.add(file.path())) {
        all = all.and(file.edits());
      }
      all = all.and(file.devices().get(CdiName.parse(device)));
    }
    return all;
  }

  private Fault unresolvable(List<String> missing, Inventory inventory) {
    missing.forEach(CdiName::parse);
    return Fault.notFound(
        "unresolvable CDI devices %s: the folders %s have %s%s",
        String.join(", ", missing),
        folders,
        inventory.files().keySet(),
        inventory.problems().isEmpty()
            ? ""
            : "; files that were left out: " + inventory.problems());
  }
}
