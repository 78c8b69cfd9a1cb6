package io.felucca.testkit;

import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a container needs, made from the host's static busybox: a root file system, and specs. */
final class TaskSuiteBundle {
  static final Path BUSYBOX = Path.of("/bin/busybox");

  private static final String NAMESPACES =
      Stream.of("pid", "ipc", "uts", "mount", "network")
          .map(type -> "{\"type\":\"" + type + "\"}")
          .collect(Collectors.joining(","));

  private final Path rootfs;

  TaskSuiteBundle(Path folder) throws IOException {
    rootfs = Files.createDirectory(folder.resolve("busybox"));
    for (String name : List.of("bin", "proc", "dev", "sys", "tmp")) {
      Files.createDirectory(rootfs.resolve(name));
    }
    Files.copy(
        BUSYBOX, rootfs.resolve("bin/busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(rootfs.resolve("bin/sh"), Path.of("busybox"));
  }

  List<Mount> mounts() {
    return List.of(Mount.of("bind", rootfs.toString(), List.of("rbind", "rw")));
  }

  /** A runtime specification whose process is a shell script. */
  TypedValue spec(String cgroup, String script, boolean terminal) {
    return json(
        "Spec",
        "{\"ociVersion\":\"1.0.2\",\"hostname\":\"suite\",\"root\":{\"path\":\"rootfs\"},\"process\":"
            + process(script, terminal)
            + ",\"mounts\":[{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"},"
            + "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"},"
            + "{\"destination\":\"/dev/pts\",\"type\":\"devpts\",\"source\":\"devpts\","
            + "\"options\":[\"newinstance\",\"ptmxmode=0666\",\"mode=0620\"]}]"
            + ",\"linux\":{\"cgroupsPath\":\""
            + cgroup
            + "\",\"namespaces\":["
            + NAMESPACES
            + "]}}");
  }

  /** A further process, running a shell script. */
  static TypedValue processOf(String script) {
    return json("Process", process(script, false));
  }

  static TypedValue json(String type, String json) {
    return new TypedValue(
        "types.containerd.io/opencontainers/runtime-spec/1/" + type,
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static String process(String script, boolean terminal) {
    return "{\"terminal\":"
        + terminal
        + ",\"user\":{\"uid\":0,\"gid\":0},\"cwd\":\"/\",\"env\":[\"PATH=/bin\"],"
        + "\"args\":[\"/bin/busybox\",\"sh\",\"-c\",\""
        + script.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"],\"capabilities\":{\"bounding\":[\"CAP_KILL\"],\"effective\":[\"CAP_KILL\"],"
        + "\"permitted\":[\"CAP_KILL\"]}}";
  }
}
