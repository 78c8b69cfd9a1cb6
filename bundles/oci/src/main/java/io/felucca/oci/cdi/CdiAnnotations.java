package io.felucca.oci.cdi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Devices that are asked for by annotations, {@code cdi.k8s.io/anything: device,device}. */
public final class CdiAnnotations {
  private static final String PREFIX = "cdi.k8s.io/";

  private CdiAnnotations() {}

  /** The qualified names in annotations; an invalid argument where one is not qualified. */
  public static List<String> devices(Map<String, String> annotations) {
    List<String> devices = new ArrayList<>();
    for (Map.Entry<String, String> note : new TreeMap<>(annotations).entrySet()) {
      if (note.getKey().startsWith(PREFIX)) {
        for (String device : note.getValue().split(",", -1)) {
          devices.add(CdiName.parse(device).toString());
        }
      }
    }
    return devices;
  }
}
