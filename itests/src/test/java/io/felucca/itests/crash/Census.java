package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Leftovers;
import io.felucca.itests.fixture.Processes;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.types.Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a daemon knows of with what is there: nothing is there that it does not know. */
final class Census {
  private static final int LOOKS = 300;
  private static final int PAUSE_MS = 100;
  private static final String CONTENT = "io.containerd.content.v1.content";

  private final Stage stage;
  private final String mark;

  Census(Stage stage, String mark) {
    this.stage = stage;
    this.mark = mark;
  }

  /** To be taken after a garbage collection. What has been ended takes a moment to go. */
  void take() throws IOException, InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      try {
        look();
        return;
      } catch (AssertionError | NoSuchFileException notYet) {
        Thread.sleep(PAUSE_MS);
      }
    }
    look();
  }

  private void look() throws IOException {
    checkTasks();
    checkContent();
    checkSnapshots("overlayfs");
    checkSnapshots("native");
  }

  private void checkTasks() throws IOException {
    List<Process> tasks =
        stage.rpc().tasks().list(ListTasksRequest.getDefaultInstance()).getTasksList();
    Set<String> ids = tasks.stream().map(Process::getId).collect(Collectors.toSet());
    Leftovers now = Leftovers.of(stage.daemon().folder());
    for (Processes.One one : Processes.supervisors(stage.daemon().folder() + "/")) {
      assertTrue("orphan: " + one, ids.stream().anyMatch(one::supervises));
    }
    for (String mount : now.mounts()) {
      assertTrue("orphan: " + mount, ids.stream().anyMatch(id -> mount.contains("/" + id + "/")));
    }
    for (Processes.One process : Processes.all(mark + " ")) {
      assertTrue(
          "orphan: " + process, tasks.stream().anyMatch(task -> task.getPid() == process.pid()));
    }
    checkFolders(ids);
  }

  /** Each task is in the folder of one runtime, and runc knows no other container. */
  private void checkFolders(Set<String> ids) throws IOException {
    Set<String> shims = names(tasks(stage.daemon().state(), Runtime.SHIM.uri()));
    Set<String> reapers = names(tasks(stage.daemon().state(), Runtime.OCI.uri()));
    List<String> all = Stream.concat(shims.stream(), reapers.stream()).sorted().toList();
    assertEquals(ids.stream().sorted().toList(), all);
    assertEquals(shims, names(tasks(stage.daemon().root(), Runtime.SHIM.uri())));
    assertEquals(new TreeSet<>(ids), names(tasks(stage.daemon().state(), "runc")));
  }

  private static Path tasks(Path folder, String plugin) {
    return folder.resolve(plugin).resolve(Stage.NAMESPACE);
  }

  private void checkContent() throws IOException {
    Set<String> known = new TreeSet<>();
    stage
        .rpc()
        .content()
        .list(ListContentRequest.getDefaultInstance())
        .forEachRemaining(
            page ->
                page.getInfoList()
                    .forEach(info -> known.add(info.getDigest().substring("sha256:".length()))));
    Path content = stage.daemon().root().resolve(CONTENT);
    assertEquals(known, names(content.resolve("blobs/sha256")));
    int ingests =
        stage
            .rpc()
            .content()
            .listStatuses(ListStatusesRequest.getDefaultInstance())
            .getStatusesCount();
    assertEquals(ingests, names(content.resolve("ingest")).size());
    assertTrue(names(content.resolve("ingest")).containsAll(names(content.resolve("locks"))));
  }

  private void checkSnapshots(String snapshotter) throws IOException {
    Set<String> known = new TreeSet<>();
    ListSnapshotsRequest request =
        ListSnapshotsRequest.newBuilder().setSnapshotter(snapshotter).build();
    stage
        .rpc()
        .snapshots()
        .list(request)
        .forEachRemaining(page -> page.getInfoList().forEach(info -> known.add(info.getName())));
    Path root = stage.daemon().root().resolve("io.containerd.snapshotter.v1." + snapshotter);
    Set<String> folders = names(root.resolve("snapshots"));
    assertEquals(known + " in " + folders, known.size(), folders.size());
  }

  private static Set<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
