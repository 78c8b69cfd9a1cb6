package io.felucca.oci.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.IdMapping;
import io.felucca.oci.spec.NamespaceKind;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.util.List;

/** Which namespaces the container has of its own, joins, or shares with the host. */
public final class Namespaces {
  private static final long NANOS = 1_000_000_000;

  private Namespaces() {}

  /** Shares the host's namespace. */
  public static SpecOption host(NamespaceKind kind) {
    return draft -> {
      JsonArray kept = new JsonArray();
      for (JsonObject namespace : Json.objects(draft.linux(), "namespaces")) {
        if (!is(namespace, kind)) {
          kept.add(namespace);
        }
      }
      Json.set(draft.linux(), "namespaces", kept);
    };
  }

  /** Joins the namespace at a path, such as {@code /proc/1/ns/net}. */
  public static SpecOption join(NamespaceKind kind, String path) {
    if (!path.startsWith("/")) {
      throw Fault.invalid(
          "the path of a namespace to join is absolute, not \"%s\" (%s)", path, kind.text());
    }
    return draft -> replace(draft, kind, path);
  }

  /** Makes a new namespace. */
  public static SpecOption own(NamespaceKind kind) {
    return draft -> replace(draft, kind, "");
  }

  private static void replace(SpecDraft draft, NamespaceKind kind, String path) {
    JsonObject wanted = new JsonObject();
    wanted.addProperty("type", kind.text());
    Json.set(wanted, "path", path);
    JsonArray namespaces = Json.array(draft.linux(), "namespaces");
    for (int i = 0; i < namespaces.size(); i++) {
      if (is(namespaces.get(i).getAsJsonObject(), kind)) {
        namespaces.set(i, wanted);
        return;
      }
    }
    namespaces.add(wanted);
  }

  private static boolean is(JsonObject namespace, NamespaceKind kind) {
    return Json.text(namespace, "type").equals(kind.text());
  }

  /** Makes a user namespace, where there is none yet, and adds to its mappings. */
  public static SpecOption user(List<IdMapping> uids, List<IdMapping> gids) {
    return draft -> {
      boolean has =
          Json.objects(draft.linux(), "namespaces").stream()
              .anyMatch(namespace -> is(namespace, NamespaceKind.USER));
      if (!has) {
        replace(draft, NamespaceKind.USER, "");
      }
      add(draft, "uidMappings", uids);
      add(draft, "gidMappings", gids);
    };
  }

  private static void add(SpecDraft draft, String name, List<IdMapping> mappings) {
    if (!mappings.isEmpty()) {
      JsonArray all = Json.array(draft.linux(), name);
      mappings.forEach(mapping -> all.add(mapping.toJson()));
    }
  }

  /**
   * Makes a time namespace, where there is none yet, with a clock of its own: time_namespaces(7).
   *
   * @param clock {@code monotonic} or {@code boottime}
   * @param nanos 0 to 999,999,999
   */
  public static SpecOption timeOffset(String clock, long seconds, long nanos) {
    if (!clock.equals("monotonic") && !clock.equals("boottime")) {
      throw Fault.invalid("a clock is monotonic or boottime, not \"%s\"", clock);
    }
    if (nanos < 0 || nanos >= NANOS) {
      throw Fault.invalid("nanoseconds of an offset are 0 to 999999999, not %d", nanos);
    }
    return draft -> {
      replace(draft, NamespaceKind.TIME, "");
      JsonObject offset = Json.object(Json.object(draft.linux(), "timeOffsets"), clock);
      offset.addProperty("secs", seconds);
      offset.addProperty("nanosecs", nanos);
    };
  }
}
