package io.felucca.services;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.ContentGrpc.ContentBlockingStub;
import io.felucca.wire.content.DeleteContentRequest;
import io.felucca.wire.content.Info;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListContentResponse;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.content.UpdateRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ContentServiceTest {
  private static final Scope SCOPE = Scope.of(Daemon.NAMESPACE);

  @Rule public final Daemon daemon = new Daemon();
  private ContentBlockingStub content;

  @Before
  public void connect() {
    content = ContentGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void aBlobIsReadInPiecesOfAtMostOneMib() {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Digest digest = store(bytes, Map.of());
    ByteString all = ByteString.EMPTY;
    Iterator<ReadContentResponse> pieces = content.read(request(digest, 0, 0));
    while (pieces.hasNext()) {
      ReadContentResponse piece = pieces.next();
      assertTrue(piece.getData().size() <= 1 << 20);
      assertEquals(all.size(), piece.getOffset());
      all = all.concat(piece.getData());
    }
    assertArrayEquals(bytes, all.toByteArray());
  }

  @Test
  public void aRangeIsReadAndClippedAtTheEnd() {
    Digest digest = store("0123456789".getBytes(), Map.of());
    assertEquals("345", read(digest, 3, 3));
    assertEquals("89", read(digest, 8, 100));
    assertEquals("", read(digest, 10, 0));
  }

  @Test
  public void readingBehindTheEndIsOutOfRange() {
    Digest digest = store("0123456789".getBytes(), Map.of());
    assertEquals(
        "read past object length 10 bytes",
        Faults.expect(Kind.OUT_OF_RANGE, () -> read(digest, 11, 0)));
  }

  @Test
  public void anUnreadBlobHoldsNoThread() {
    Digest digest = store(new byte[4 << 20], Map.of());
    List<Iterator<ReadContentResponse>> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(content.read(request(digest, 0, 0)));
    }
    slow.forEach(reader -> assertTrue(reader.hasNext()));
    assertEquals(1, infos().size());
  }

  @Test
  public void listsComeInBlocksOfAtMost100() {
    for (int i = 0; i < 230; i++) {
      store(new byte[] {(byte) i, (byte) (i >> 8)}, Map.of());
    }
    List<Integer> sizes = new ArrayList<>();
    content
        .list(ListContentRequest.getDefaultInstance())
        .forEachRemaining(block -> sizes.add(block.getInfoCount()));
    assertEquals(List.of(100, 100, 30), sizes);
  }

  @Test
  public void listsAreFiltered() {
    store("a".getBytes(), Map.of("colour", "red"));
    Digest blue = store("b".getBytes(), Map.of("colour", "blue"));
    List<Info> found = infos("labels.colour==blue", "labels.colour==green");
    assertEquals(List.of(blue.toString()), found.stream().map(Info::getDigest).toList());
    Faults.expect(Kind.INVALID_ARGUMENT, () -> infos("labels.colour="));
  }

  @Test
  public void labelsAreUpdatedByMask() {
    Digest digest = store("a".getBytes(), Map.of("keep", "1", "drop", "2"));
    Info wanted = Info.newBuilder().setDigest(digest.toString()).putLabels("a.b/c", "3").build();
    FieldMask mask =
        FieldMask.newBuilder().addPaths("labels.a.b/c").addPaths("labels.drop").build();
    Info updated =
        content
            .update(UpdateRequest.newBuilder().setInfo(wanted).setUpdateMask(mask).build())
            .getInfo();
    assertEquals(Map.of("keep", "1", "a.b/c", "3"), updated.getLabelsMap());
  }

  @Test
  public void aMalformedDigestIsInvalidAndAnAbsentOneNotFound() {
    Faults.expect(Kind.INVALID_ARGUMENT, () -> info("sha256:short"));
    Faults.expect(Kind.NOT_FOUND, () -> info(Digest.of(new byte[0]).toString()));
  }

  @Test
  public void aDeletedBlobIsGoneFromItsNamespaceOnly() {
    Digest digest = store("a".getBytes(), Map.of());
    Scope other = Scope.of("other");
    write(other, "a".getBytes(), Map.of());
    content.delete(DeleteContentRequest.newBuilder().setDigest(digest.toString()).build());
    Faults.expect(Kind.NOT_FOUND, () -> info(digest.toString()));
    assertEquals(1, daemon.metadata().content().info(other, digest).size());
  }

  @Test
  public void ingestsAreToldAndAborted() {
    try (Upload upload = new Upload(daemon.channel())) {
      upload.ask(Upload.write("r", 0, "abc".getBytes()).setTotal(9));
    }
    StatusRequest request = StatusRequest.newBuilder().setRef("r").build();
    assertEquals(3, content.status(request).getStatus().getOffset());
    assertEquals(
        1, content.listStatuses(ListStatusesRequest.getDefaultInstance()).getStatusesCount());
    content.abort(AbortRequest.newBuilder().setRef("r").build());
    Faults.expect(Kind.NOT_FOUND, () -> content.status(request));
  }

  private Digest store(byte[] bytes, Map<String, String> labels) {
    return write(SCOPE, bytes, labels);
  }

  private Digest write(Scope scope, byte[] bytes, Map<String, String> labels) {
    Digest digest = Digest.of(bytes);
    String ref = "ref-" + Arrays.hashCode(bytes);
    try (ContentWriter writer =
        daemon.metadata().content().writer(scope, ref, Descriptor.of("", null, 0))) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, digest, labels);
    }
    return digest;
  }

  private void info(String digest) {
    content.info(InfoRequest.newBuilder().setDigest(digest).build());
  }

  private List<Info> infos(String... filters) {
    ListContentRequest request =
        ListContentRequest.newBuilder().addAllFilters(List.of(filters)).build();
    List<Info> all = new ArrayList<>();
    Iterator<ListContentResponse> blocks = content.list(request);
    blocks.forEachRemaining(block -> all.addAll(block.getInfoList()));
    return all;
  }

  private String read(Digest digest, long offset, long size) {
    StringBuilder text = new StringBuilder();
    content
        .read(request(digest, offset, size))
        .forEachRemaining(piece -> text.append(piece.getData().toStringUtf8()));
    return text.toString();
  }

  private static ReadContentRequest request(Digest digest, long offset, long size) {
    return ReadContentRequest.newBuilder()
        .setDigest(digest.toString())
        .setOffset(offset)
        .setSize(size)
        .build();
  }
}
