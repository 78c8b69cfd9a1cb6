package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Leftovers;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.leases.Lease;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Imports archives into a daemon, each in a namespace of its own. */
final class Imported implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Daemon daemon;
  private final String namespace = "import-" + COUNT.incrementAndGet();
  private final Rpc rpc;
  private final Footprint before;
  private final Command command;

  private Imported(Daemon daemon, Path archive) throws IOException, InterruptedException {
    this.daemon = daemon;
    this.rpc = new Rpc(daemon.address(), namespace);
    this.before = Footprint.of(daemon);
    this.command = ctr("images", "import", archive.toString());
  }

  /** A daemon that has imported an image before, and so made all the folders that it keeps. */
  static Daemon daemon() throws Exception {
    Path folder = Files.createTempDirectory("felucca-it");
    Daemon daemon = Daemon.configured(folder, "temp = \"" + folder.resolve("temp") + "\"\n");
    daemon.start();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon.ctr("images", "rm", "--sync", BusyboxImage.NAME).ok();
    return daemon;
  }

  static Imported of(Daemon daemon, OciArchive archive) throws Exception {
    return new Imported(daemon, archive.write(daemon.folder().resolve("import.tar")));
  }

  static Imported of(Daemon daemon, Path archive) throws Exception {
    return new Imported(daemon, archive);
  }

  Command ctr(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 2];
    all[0] = "-n";
    all[1] = namespace;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return daemon.ctr(all);
  }

  void succeeded() {
    command.ok();
  }

  /** It failed, and said all of these. */
  void failed(String... words) {
    assertNotEquals(command.toString(), 0, command.code());
    for (String word : words) {
      assertTrue(word + " is not in " + command, command.err().contains(word));
    }
  }

  /**
   * Once the images and the leases of the client are gone, so is everything else: what can be asked
   * for, and every file.
   */
  void leavesNothing() throws IOException, InterruptedException {
    for (String image : ctr("images", "ls", "-q").ok().lines()) {
      ctr("images", "rm", image).ok();
    }
    for (Lease lease : rpc.leases().list(ListRequest.getDefaultInstance()).getLeasesList()) {
      rpc.leases().delete(DeleteRequest.newBuilder().setId(lease.getId()).build());
    }
    rpc.collect();
    assertEquals(
        "[]",
        rpc.content()
            .listStatuses(ListStatusesRequest.getDefaultInstance())
            .getStatusesList()
            .toString());
    rpc.content()
        .list(ListContentRequest.getDefaultInstance())
        .forEachRemaining(page -> assertEquals("[]", page.getInfoList().toString()));
    rpc.snapshots()
        .list(ListSnapshotsRequest.newBuilder().setSnapshotter("overlayfs").build())
        .forEachRemaining(page -> assertEquals("[]", page.getInfoList().toString()));
    Leftovers left = Leftovers.settled(daemon.folder());
    assertTrue(left.toString(), left.isEmpty());
    leavesNoFiles();
  }

  /** What a snapshot takes goes after the answer. */
  private void leavesNoFiles() throws IOException, InterruptedException {
    Set<String> more = Footprint.of(daemon).beyond(before);
    for (int i = 0; i < 3000 && !more.isEmpty(); i++) {
      Thread.sleep(20);
      more = Footprint.of(daemon).beyond(before);
    }
    assertEquals(Set.of(), more);
  }

  @Override
  public void close() {
    rpc.close();
  }
}
