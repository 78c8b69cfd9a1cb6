package io.felucca.registry.migrate;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;

/**
 * Brings one file's content to the newest version, step by step; values keep their places, so that
 * a problem is shown where it was written.
 */
public final class Migration {
  /** The newest version, which is that of containerd 2.3. */
  public static final long NEWEST = 4;

  private Migration() {}

  /**
   * Migrates a file's content where it stands.
   *
   * @return the version that it had; a file that says none has 1
   * @throws Problems where the version is none that is known
   */
  public static long run(Table file) {
    long version = version(file);
    if (version < 2) {
      FromV1.migrate(file);
    }
    if (version < 3) {
      FromV2.migrate(file);
    }
    if (version < 4) {
      FromV3.migrate(file);
    }
    return version;
  }

  private static long version(Table file) {
    Item item = file.remove("version");
    if (item == null) {
      return 1;
    }
    if (!(item.value() instanceof Long version) || version < 0) {
      throw wrong(item.place(), "version must be an integer from 1 to " + NEWEST);
    }
    if (version > NEWEST) {
      throw wrong(
          item.place(),
          "expected containerd config version equal to or less than `"
              + NEWEST
              + "`, got `"
              + version
              + "`");
    }
    return Math.max(version, 1);
  }

  private static Problems wrong(Place place, String message) {
    return Problems.of(Problem.error(place, message));
  }
}
