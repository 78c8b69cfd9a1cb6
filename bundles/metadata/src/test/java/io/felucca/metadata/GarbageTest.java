package io.felucca.metadata;

import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcStats;
import io.felucca.api.image.Image;
import io.felucca.api.lease.Lease;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Short words for what tests of the collector do. */
public abstract class GarbageTest extends WorldTest {
  static final String GC = "containerd.io/gc.";
  static final String PAST = "2020-01-01T00:00:00Z";
  static final String FUTURE = "2099-01-01T00:00:00+02:00";

  GcStats collect() {
    return world.metadata.collect();
  }

  /** Which of these texts are still blobs of the first namespace. */
  String kept(String... texts) {
    List<String> blobs = blobs(ONE);
    StringBuilder kept = new StringBuilder();
    for (String text : texts) {
      kept.append(blobs.contains(digest(text).toString()) ? text + " " : "");
    }
    return kept.toString().trim();
  }

  List<String> images() {
    return world.metadata.images().list(ONE, Filter.ALL).stream().map(Image::name).toList();
  }

  List<String> leases() {
    return world.metadata.leases().list(ONE, Filter.ALL).stream().map(Lease::id).toList();
  }

  static Map<String, String> gc(String... pairs) {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(GC + pairs[i], pairs[i + 1]);
    }
    return labels;
  }

  static String id(String text) {
    return digest(text).toString();
  }

  void container(String id, String snapshotKey, Map<String, String> labels) {
    world
        .metadata
        .containers()
        .create(
            ONE,
            new Container(
                id,
                labels,
                "",
                "runtime",
                null,
                new TypedValue("spec", new byte[0]),
                snapshotKey.isEmpty() ? "" : "copy",
                snapshotKey,
                "",
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH));
  }
}
