package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.Image;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.namespaces.CreateNamespaceRequest;
import io.felucca.wire.namespaces.Namespace;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.types.Descriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** Requests that nobody should make. */
public class RequestsIT {
  private static final int MESSAGE_LIMIT = 16 << 20;
  private static final String NOTHING = Blob.of("nothing").digest();
  private static Daemon daemon;
  private Rpc rpc;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
  }

  @AfterClass
  public static void stop() throws Exception {
    try (Daemon last = daemon) {
      assertTrue(last.answers());
      assertFalse(last.log(), last.log().contains(" level=error "));
    }
  }

  @Before
  public void connect() {
    rpc = new Rpc(daemon.address(), "requests");
  }

  @After
  public void disconnect() {
    rpc.leases().list(ListRequest.getDefaultInstance()); // it still answers
    rpc.close();
  }

  private static void refused(Status.Code code, ThrowingRunnable call, String... words) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
    assertEquals(e.toString(), code, e.getStatus().getCode());
    for (String word : words) {
      assertTrue(word + " is not in " + e, e.getMessage().contains(word));
    }
  }

  @Test
  public void aMessageThatIsTooLargeIsRefusedAndTheConnectionStays() {
    byte[] bytes = new byte[MESSAGE_LIMIT + 1_000];
    try (Upload upload = new Upload(rpc.channel(), "too-large")) {
      refused(
          Status.Code.RESOURCE_EXHAUSTED,
          () -> upload.write(0, bytes),
          Integer.toString(MESSAGE_LIMIT));
    }
    try (Upload upload = new Upload(rpc.channel(), "too-large")) {
      assertEquals(1_000, upload.write(0, new byte[1_000]).getOffset());
    }
    rpc.content().abort(AbortRequest.newBuilder().setRef("too-large").build());
  }

  @Test
  public void labelsThatAreTooLongAreRefusedEverywhere() {
    String huge = "x".repeat(5_000);
    Map<String, String> labels = Map.of("key", huge);
    Blob blob = Blob.of("labelled");
    String[] words = {"5003", "4096", "key"};
    refused(Status.Code.INVALID_ARGUMENT, () -> Upload.commit(rpc.channel(), blob, labels), words);
    Descriptor target =
        Descriptor.newBuilder().setMediaType("m").setDigest(NOTHING).setSize(1).build();
    Image image = Image.newBuilder().setName("i").setTarget(target).putAllLabels(labels).build();
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> rpc.images().create(CreateImageRequest.newBuilder().setImage(image).build()),
        words);
    refused(
        Status.Code.INVALID_ARGUMENT,
        () ->
            rpc.leases().create(CreateRequest.newBuilder().setId("l").putAllLabels(labels).build()),
        words);
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> rpc.snapshots().prepare(prepare("s", "").toBuilder().putAllLabels(labels).build()),
        words);
    Namespace namespace = Namespace.newBuilder().setName("n").putAllLabels(labels).build();
    refused(
        Status.Code.INVALID_ARGUMENT,
        () ->
            rpc.namespaces()
                .create(CreateNamespaceRequest.newBuilder().setNamespace(namespace).build()),
        words);
  }

  private static PrepareSnapshotRequest prepare(String key, String parent) {
    return PrepareSnapshotRequest.newBuilder()
        .setSnapshotter("overlayfs")
        .setKey(key)
        .setParent(parent)
        .build();
  }

  @Test
  public void namespacesThatAreNoneAreRefused() {
    try (Rpc none = new Rpc(daemon.address(), "")) {
      refused(
          Status.Code.FAILED_PRECONDITION,
          () -> none.leases().list(ListRequest.getDefaultInstance()),
          "namespace is required");
    }
    for (String name :
        List.of("bad name", "../../escape", "a/b", "-a", "a..b", ".", "x".repeat(77))) {
      try (Rpc bad = new Rpc(daemon.address(), name)) {
        refused(
            Status.Code.INVALID_ARGUMENT,
            () -> bad.leases().list(ListRequest.getDefaultInstance()),
            name);
        refused(
            Status.Code.INVALID_ARGUMENT, () -> bad.snapshots().prepare(prepare("key", "")), name);
      }
    }
  }

  @Test
  public void containersWithoutAProperNameAreRefused() {
    for (String id : List.of("../../escape", "a/b", "..", "", "x".repeat(77))) {
      Container container =
          Container.newBuilder()
              .setId(id)
              .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.runc.v2"))
              .setSpec(Any.newBuilder().setTypeUrl("spec"))
              .build();
      refused(
          Status.Code.INVALID_ARGUMENT,
          () ->
              rpc.containers()
                  .create(CreateContainerRequest.newBuilder().setContainer(container).build()),
          id);
      refused(
          Status.Code.NOT_FOUND,
          () -> rpc.tasks().create(CreateTaskRequest.newBuilder().setContainerId(id).build()),
          id);
      refused(
          Status.Code.NOT_FOUND,
          () -> rpc.tasks().get(GetRequest.newBuilder().setContainerId(id).build()),
          id);
    }
  }

  @Test
  public void digestsThatAreNoneAreRefused() {
    List<String> digests =
        List.of(
            "sha256:../../../../etc/passwd", "nonsense", "sha256:", "md5:" + "0".repeat(32), "");
    for (String digest : digests) {
      String said = digest.substring(0, Math.max(0, digest.indexOf(':')));
      refused(
          Status.Code.INVALID_ARGUMENT,
          () -> rpc.content().info(InfoRequest.newBuilder().setDigest(digest).build()),
          said);
      refused(
          Status.Code.INVALID_ARGUMENT,
          () ->
              rpc.content().read(ReadContentRequest.newBuilder().setDigest(digest).build()).next(),
          said);
    }
    try (Upload upload = new Upload(rpc.channel(), "bad-digest")) {
      refused(Status.Code.INVALID_ARGUMENT, () -> upload.begin(10, "sha256:../x"), "../x");
    }
  }

  @Test
  public void aWrongDigestIsRefusedAndTheIngestCanGoOn() {
    Blob blob = Blob.of("the right bytes");
    try (Upload upload = new Upload(rpc.channel(), "wrong")) {
      upload.write(0, blob.bytes());
      refused(
          Status.Code.FAILED_PRECONDITION,
          () -> upload.commit(blob.size(), NOTHING, Map.of()),
          blob.digest(),
          NOTHING);
    }
    try (Upload upload = new Upload(rpc.channel(), "wrong")) {
      upload.begin(0, "");
      refused(
          Status.Code.FAILED_PRECONDITION,
          () -> upload.commitAt(blob.size(), blob.size() + 5, blob.digest(), Map.of()),
          Integer.toString(blob.size()),
          Integer.toString(blob.size() + 5));
    }
    assertEquals(blob.size(), offset("wrong"));
    try (Upload upload = new Upload(rpc.channel(), "wrong")) {
      upload.commit(blob.size(), blob.digest(), Map.of("containerd.io/gc.root", "x"));
    }
    InfoRequest request = InfoRequest.newBuilder().setDigest(blob.digest()).build();
    assertEquals(blob.size(), rpc.content().info(request).getInfo().getSize());
  }

  private long offset(String ref) {
    StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
    return rpc.content().status(request).getStatus().getOffset();
  }

  @Test
  public void offsetsThatAreNoneAreRefused() {
    try (Upload upload = new Upload(rpc.channel(), "offset")) {
      upload.write(0, new byte[100]);
      refused(Status.Code.OUT_OF_RANGE, () -> upload.write(500, new byte[1]), "100", "500");
    }
    assertEquals(100, offset("offset"));
    rpc.content().abort(AbortRequest.newBuilder().setRef("offset").build());
  }

  @Test
  public void aReferenceWithAnyNameIsNoPath() throws IOException {
    for (String ref : List.of("../../../escape", "/etc/escape", "a\0b", "x".repeat(5_000))) {
      try (Upload upload = new Upload(rpc.channel(), ref)) {
        upload.write(0, new byte[10]);
      }
      rpc.content().abort(AbortRequest.newBuilder().setRef(ref).build());
    }
    assertEquals(
        0, rpc.content().listStatuses(ListStatusesRequest.getDefaultInstance()).getStatusesCount());
    assertFalse(Files.exists(Path.of("/etc/escape")));
  }

  @Test
  public void snapshotKeysAreNoPaths() {
    rpc.snapshots().prepare(prepare("../../../escape", ""));
    refused(
        Status.Code.NOT_FOUND, () -> rpc.snapshots().prepare(prepare("k", "../../x")), "../../x");
    rpc.snapshots()
        .remove(
            io.felucca.wire.snapshots.RemoveSnapshotRequest.newBuilder()
                .setSnapshotter("overlayfs")
                .setKey("../../../escape")
                .build());
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> rpc.snapshots().prepare(prepare("k", "").toBuilder().setSnapshotter("../x").build()),
        "../x");
  }

  @Test
  public void noiseOnTheSocketsHarmsNobody() throws Exception {
    Random random = new Random(3);
    for (String address : List.of(daemon.address(), daemon.address() + ".ttrpc")) {
      for (int i = 0; i < 20; i++) {
        noise(Path.of(address), Blob.random(random, 1 + random.nextInt(60_000)).bytes());
      }
      noise(Path.of(address), "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      noise(Path.of(address), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand then something else".getBytes());
      noise(Path.of(address), new byte[] {0x7f, -1, -1, -1, 0, 0, 0, 1, 1, 0});
    }
    assertTrue(daemon.answers());
  }

  private static void noise(Path address, byte[] bytes) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(address));
      socket.configureBlocking(false);
      socket.write(ByteBuffer.wrap(bytes));
    } catch (IOException refused) {
      return; // it may hang up at any time
    }
  }

  @Test
  public void connectionsThatSayNothingHarmNobody() throws Exception {
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        silent.add(socket);
        socket.connect(UnixDomainSocketAddress.of(daemon.address()));
      }
      assertTrue(daemon.answers());
    } finally {
      for (SocketChannel socket : silent) {
        socket.close();
      }
    }
    assertTrue(daemon.answers());
  }
}
