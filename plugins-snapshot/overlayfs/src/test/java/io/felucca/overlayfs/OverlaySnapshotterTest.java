package io.felucca.overlayfs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Mount;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.testkit.SnapshotterSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OverlaySnapshotterTest extends SnapshotterSuite {
  @Rule public final TemporaryFolder own = new TemporaryFolder();

  @Override
  protected Snapshotter create(Path root) {
    return new OverlaySnapshotter(Configs.of(root, Map.of()));
  }

  private Snapshotter configured(Map<String, Object> keys) throws IOException {
    Snapshotter configured = new OverlaySnapshotter(Configs.of(own.getRoot().toPath(), keys));
    configured.start();
    return configured;
  }

  private long folders() throws IOException {
    try (Stream<Path> entries = Files.list(own.getRoot().toPath().resolve("snapshots"))) {
      return entries.count();
    }
  }

  @Test
  public void aStackIsOneOverlayMount() throws IOException {
    layer("one", "", dir -> {});
    layer("two", "one", dir -> {});
    List<Mount> mounts = snapshotter.prepare(scope, "top", "two", Map.of());
    assertEquals(1, mounts.size());
    assertEquals("overlay", mounts.get(0).type());
    List<String> keys =
        mounts.get(0).options().stream().map(option -> option.split("=")[0]).toList();
    assertEquals(List.of("index", "workdir", "upperdir", "lowerdir"), keys);
  }

  @Test
  public void removedFoldersWaitForCleanup() throws IOException {
    try (Snapshotter asynchronous = configured(Map.of())) {
      asynchronous.prepare(scope, "a", "", Map.of());
      asynchronous.remove(scope, "a");
      assertEquals(1, folders());
      asynchronous.cleanup(scope);
      assertEquals(0, folders());
    }
  }

  @Test
  public void withSyncRemoveFoldersGoAtOnce() throws IOException {
    try (Snapshotter synchronous = configured(Map.of("sync_remove", true))) {
      synchronous.prepare(scope, "a", "", Map.of());
      synchronous.remove(scope, "a");
      assertEquals(0, folders());
    }
  }

  @Test
  public void refusedCallsLeaveNoFolder() throws IOException {
    try (Snapshotter plain = configured(Map.of())) {
      plain.prepare(scope, "a", "", Map.of());
      try {
        plain.prepare(scope, "a", "", Map.of());
      } catch (io.felucca.api.Fault expected) {
        assertEquals(io.felucca.api.Fault.Kind.ALREADY_EXISTS, expected.kind());
      }
      assertEquals(1, folders());
    }
  }

  @Test
  public void theUpperFolderIsToldWhereAskedFor() throws IOException {
    try (Snapshotter labelling = configured(Map.of("upperdir_label", true))) {
      labelling.prepare(scope, "a", "", Map.of());
      String upper =
          labelling.stat(scope, "a").labels().get("containerd.io/snapshot/overlay.upperdir");
      assertTrue(upper, Files.isDirectory(Path.of(upper)));
    }
  }

  @Test
  public void ownOptionsComeFirst() throws IOException {
    try (Snapshotter optional = configured(Map.of("mount_options", new String[] {"volatile"}))) {
      optional.prepare(scope, "a", "", Map.of());
      optional.commit(scope, "base", "a", Map.of(), "");
      assertEquals(
          "volatile", optional.prepare(scope, "b", "base", Map.of()).get(0).options().get(0));
    }
  }

  @Test
  public void mappedOwnersAreSeenThroughTheMounts() throws IOException {
    layer("base", "", dir -> Files.writeString(dir.resolve("f"), "text"));
    Map<String, String> mapped =
        Map.of(
            "containerd.io/snapshot/uidmapping", "0:100000:65536",
            "containerd.io/snapshot/gidmapping", "0:200000:65536");
    List<Mount> mounts = snapshotter.prepare(scope, "top", "base", mapped);
    look(
        mounts,
        dir -> {
          assertEquals(100000, Files.getAttribute(dir.resolve("f"), "unix:uid"));
          assertEquals(200000, Files.getAttribute(dir, "unix:gid"));
        });
  }
}
