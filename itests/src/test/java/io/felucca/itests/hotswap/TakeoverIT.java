package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * The content store's ID is taken over by one in another process, and comes back: streams go on
 * where they began, and what is on the disk of each store stays there.
 */
public class TakeoverIT {
  private static final int MIB = 1 << 20;
  private static final Map<String, String> KEPT = Map.of(Clients.ROOT, "test");

  private final Blob blob = Blob.random(new Random(1), 3 * MIB);
  private final Blob large = Blob.random(new Random(2), 24 * MIB);
  private Daemon daemon;
  private Daemon other;
  private Rpc rpc;
  private Rpc admin;

  @Before
  public void startTwoDaemons() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-here"), "");
    other = Daemon.configured(Files.createTempDirectory("felucca-there"), "");
    daemon.start();
    other.start();
    rpc = new Rpc(daemon.address(), Traffic.NAMESPACE);
    admin = new Rpc(daemon.address(), "");
  }

  @After
  public void endDaemons() throws Exception {
    rpc.close();
    admin.close();
    daemon.close();
    other.close();
  }

  @Test
  public void streamsGoOnWhereTheyBegan() throws Exception {
    try (Upload whole = new Upload(rpc.channel(), "large")) {
      whole.begin(large.size(), large.digest());
      write(whole, large, 0);
      whole.commit(large.size(), large.digest(), KEPT);
    }
    Iterator<ReadContentResponse> pieces = read(large);
    long seen = pieces.next().getData().size();
    assertEquals(0, offsetOf("part"));
    try (Upload part = new Upload(rpc.channel(), "part")) {
      part.write(0, new byte[10]);
    }
    try (Upload upload = new Upload(rpc.channel(), "blob")) {
      upload.begin(blob.size(), blob.digest());
      upload.write(0, Arrays.copyOf(blob.bytes(), MIB));
      takeOver();
      write(upload, blob, MIB);
      upload.commit(blob.size(), blob.digest(), KEPT);
    }
    while (pieces.hasNext()) {
      seen += pieces.next().getData().size();
    }
    assertEquals(large.size(), seen);
    checkTheOther();
    daemon.configure("");
    await("root");
    assertEquals(MIB * 3, size(read(blob)));
    assertEquals(10, offsetOf("part"));
  }

  private void checkTheOther() throws Exception {
    assertEquals(0, offsetOf("part"));
    StatusRuntimeException failure =
        assertThrows(StatusRuntimeException.class, () -> read(blob).next());
    assertEquals(Status.Code.NOT_FOUND, failure.getStatus().getCode());
    Blob there = Blob.of("there");
    Upload.commit(rpc.channel(), there, KEPT);
    List<String> content = other.ctr("-n", Traffic.NAMESPACE, "content", "ls", "-q").ok().lines();
    assertEquals(List.of(there.digest()), content);
  }

  private static void write(Upload upload, Blob blob, int from) {
    for (int at = from; at < blob.size(); at += MIB) {
      upload.write(at, Arrays.copyOfRange(blob.bytes(), at, at + MIB));
    }
  }

  private Iterator<ReadContentResponse> read(Blob of) {
    return rpc.content().read(ReadContentRequest.newBuilder().setDigest(of.digest()).build());
  }

  private static long size(Iterator<ReadContentResponse> pieces) {
    long size = 0;
    while (pieces.hasNext()) {
      size += pieces.next().getData().size();
    }
    return size;
  }

  private long offsetOf(String ref) {
    try (Upload upload = new Upload(rpc.channel(), ref)) {
      return upload.begin(100, "").getOffset();
    }
  }

  private void takeOver() throws Exception {
    daemon.configure(
        """
        disabled_plugins = ["io.containerd.content.v1.content"]
        [proxy_plugins.content]
          type = "content"
          address = "%s"
        """
            .formatted(other.address()));
    await("address");
  }

  /** Waits for the store that tells this of itself. */
  private void await(String fact) throws InterruptedException {
    daemon.await(
        "content store with " + fact,
        () -> store().anyMatch(it -> it.getState() == State.STATE_OK && it.containsExports(fact)));
  }

  private Stream<Plugin> store() {
    return PluginsGrpc.newBlockingStub(admin.channel())
        .list(ListRequest.newBuilder().addFilters("type==io.containerd.content.v1").build())
        .getPluginsList()
        .stream();
  }
}
