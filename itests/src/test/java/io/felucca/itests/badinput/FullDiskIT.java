package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Leftovers;
import io.felucca.itests.fixture.LoopDisk;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Tar;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.Lease;
import io.felucca.wire.leases.ListRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A disk that is full, and then no more. */
public class FullDiskIT {
  private static final String NO_SPACE = "No space left on device";
  private LoopDisk disk;
  private Daemon daemon;

  @Before
  public void start() throws Exception {
    disk = LoopDisk.ofMegabytes(48);
    daemon = Daemon.configured(Files.createTempDirectory("felucca-it"), "");
    daemon.start(List.of("--root", disk.root().toString()));
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  @After
  public void stop() throws Exception {
    try (LoopDisk last = disk;
        Daemon first = daemon) {
      disk.empty();
    }
  }

  /** All files and folders of content and snapshots. */
  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(disk.root())) {
      return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    } catch (UncheckedIOException gone) {
      return files(); // something went away meanwhile
    }
  }

  private void failed(Command command) {
    assertNotEquals(command.toString(), 0, command.code());
    assertTrue(command.toString(), command.err().contains(NO_SPACE));
  }

  private Path image(String name, int size) throws IOException {
    Blob layer = new Tar().file("f", Blob.random(new Random(), size).bytes()).finished();
    return OciArchive.of(name, layer).write(daemon.folder().resolve("import.tar"));
  }

  @Test
  public void anUploadStopsWhereTheDiskIsFullAndGoesOnLater() throws Exception {
    disk.fillBut(2 << 20);
    byte[] piece = Blob.random(new Random(4), 300_000).bytes();
    long offset = 0;
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      try (Upload upload = new Upload(rpc.channel(), "large")) {
        while (true) {
          offset = upload.write(offset, piece).getOffset();
        }
      } catch (StatusRuntimeException e) {
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
        assertTrue(e.getMessage(), e.getMessage().contains(NO_SPACE));
      }
      assertTrue("only " + offset, offset > 1 << 20);
      StatusRequest status = StatusRequest.newBuilder().setRef("large").build();
      assertEquals(offset, rpc.content().status(status).getStatus().getOffset());
      disk.empty();
      try (Upload upload = new Upload(rpc.channel(), "large")) {
        assertEquals(offset, upload.begin(0, "").getOffset());
        assertEquals(offset + piece.length, upload.write(offset, piece).getOffset());
      }
      rpc.content().abort(AbortRequest.newBuilder().setRef("large").build());
    }
  }

  @Test
  public void everythingSaysThatTheDiskIsFullAndWorksWhenItIsNot() throws Exception {
    disk.fillBut(0);
    Set<String> before = files();
    String images = daemon.ctr("images", "check").ok().out();
    for (int i = 0; i < 3; i++) {
      failed(daemon.ctr("images", "import", image("full-" + i, 100_000).toString()));
      failed(daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "r" + i, "true"));
      failed(daemon.ctr("snapshots", "prepare", "s" + i));
    }
    assertEquals(images, daemon.ctr("images", "check").ok().out());
    assertTrue(Leftovers.settled(daemon.folder()).isEmpty());
    // what a client that went left open is closed after it
    for (int i = 0; i < 3000 && !before.equals(files()); i++) {
      Thread.sleep(20);
    }
    assertEquals(before, files());
    disk.empty();
    daemon.ctr("images", "import", image("later", 100_000).toString()).ok();
    daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "later", "true").ok();
  }

  @Test
  public void theStoreSaysThatTheDiskIsFullAndKeepsWhatItHas() throws Exception {
    disk.fillBut(0);
    List<String> made = new ArrayList<>();
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> {
                while (made.size() < 10_000) {
                  rpc.leases().create(large("lease-" + made.size()));
                  made.add("lease-" + made.size());
                }
              });
      assertEquals(e.toString(), Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
      assertTrue(e.getMessage(), e.getMessage().contains(NO_SPACE));
      disk.empty();
      rpc.leases().create(large("lease-" + made.size()));
      made.add("lease-" + made.size());
      assertEquals(
          new TreeSet<>(made),
          rpc.leases().list(ListRequest.getDefaultInstance()).getLeasesList().stream()
              .map(Lease::getId)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  private static CreateRequest large(String id) {
    return CreateRequest.newBuilder().setId(id).putLabels("large", "x".repeat(4_000)).build();
  }

  @Test
  public void whileALayerIsUnpackedTheDiskGetsFull() throws Exception {
    disk.fillBut(6 << 20);
    for (int i = 0; i < 2; i++) {
      failed(daemon.ctr("images", "import", image("large", 5 << 20).toString()));
    }
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      rpc.collect();
    }
    assertTrue(Leftovers.settled(daemon.folder()).isEmpty());
    disk.empty();
    daemon.ctr("images", "import", image("large", 5 << 20).toString()).ok();
  }

  @Test
  public void aDaemonStartsOnAFullDiskAndCanMakeRoom() throws Exception {
    daemon.stop();
    disk.fillBut(0);
    daemon.start(List.of("--root", disk.root().toString()));
    long before = disk.free();
    daemon.ctr("images", "rm", "--sync", BusyboxImage.NAME).ok();
    assertTrue(disk.free() + " " + before, disk.free() > before + (1 << 20));
  }

  @Test
  public void aFirstStartOnAFullDiskSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
    Path fresh = Files.createDirectory(disk.root().resolveSibling("fresh"));
    daemon.stop(); // its collector would make room
    disk.fillBut(0);
    try (Daemon other = Daemon.configured(Files.createTempDirectory("felucca-it"), "")) {
      other.launch(List.of("--root", fresh.toString()));
      other.await("it has booted", () -> other.log().contains("successfully booted"));
      for (String plugin : List.of("id==content", "id==overlayfs")) {
        String details = other.ctr("plugins", "ls", "-d", plugin).ok().out();
        assertTrue(details, details.contains(NO_SPACE));
      }
      failed(other.ctr("namespaces", "create", "new"));
      disk.empty();
      assertTrue(other.felucca("plugins", "reload").ok().out().contains(": up"));
      other.ctr("images", "import", BusyboxImage.archive().toString()).ok();
      other.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "later", "true").ok();
    }
  }

  @Test
  public void withoutRoomForStateNoContainerStartsAndThoseThatRunGoOn() throws Exception {
    daemon.stop();
    List<String> onDisk = List.of("--state", disk.root().resolveSibling("state").toString());
    daemon.start(onDisk);
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon.ctr("run", "-d", "--null-io", BusyboxImage.NAME, "runs", "sleep", "1000").ok();
    disk.fillBut(0);
    for (int i = 0; i < 3; i++) {
      failed(daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "r" + i, "true"));
    }
    assertEquals(List.of("runs"), daemon.ctr("tasks", "ls", "-q").ok().lines());
    daemon.ctr("tasks", "kill", "-s", "KILL", "runs").ok();
    disk.empty();
    daemon.ctr("tasks", "rm", "-f", "runs").ok();
    daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "later", "true").ok();
  }
}
