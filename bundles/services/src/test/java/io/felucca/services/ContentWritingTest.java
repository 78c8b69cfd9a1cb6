package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.lease.LeaseResource;
import io.felucca.wire.content.WriteContentResponse;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ContentWritingTest {
  private static final byte[] HELLO = "hello ".getBytes();
  private static final byte[] WORLD = "world".getBytes();
  private static final Digest ALL = Digest.of("hello world".getBytes());

  @Rule public final Daemon daemon = new Daemon();
  private Scope scope;

  @Before
  public void inNamespace() {
    scope = Scope.of(Daemon.NAMESPACE);
  }

  @Test
  public void writtenPiecesBecomeABlobWithLabels() {
    Upload upload = new Upload(daemon.channel());
    assertEquals(6, upload.ask(Upload.write("r", 0, HELLO)).getOffset());
    assertEquals(11, upload.ask(Upload.write("r", 6, WORLD)).getOffset());
    WriteContentResponse last =
        upload.ask(
            Upload.commit("r", 11).setTotal(11).setExpected(ALL.toString()).putLabels("k", "v"));
    assertEquals(ALL.toString(), last.getDigest());
    assertTrue(upload.hasEnded());
    assertEquals(Map.of("k", "v"), daemon.metadata().content().info(scope, ALL).labels());
  }

  @Test
  public void everyAnswerTellsTheDigestOfWhatIsThereAndTimes() {
    try (Upload upload = new Upload(daemon.channel())) {
      WriteContentResponse begun = upload.ask(Upload.stat("r").setTotal(11));
      assertEquals(Digest.of(new byte[0]).toString(), begun.getDigest());
      assertEquals(11, begun.getTotal());
      WriteContentResponse written = upload.ask(Upload.write("r", 0, HELLO));
      assertEquals(Digest.of(HELLO).toString(), written.getDigest());
      assertTrue(written.hasStartedAt() && written.hasUpdatedAt());
    }
  }

  @Test
  public void theFirstMessageMustNameARef() {
    assertEquals(
        "first message must have a reference",
        Faults.expect(
            Kind.INVALID_ARGUMENT, () -> new Upload(daemon.channel()).ask(Upload.stat(""))));
  }

  @Test
  public void aSecondWriterOfTheRefIsRefusedUntilTheFirstIsDone() {
    Upload first = new Upload(daemon.channel());
    first.ask(Upload.stat("r"));
    Faults.expect(Kind.UNAVAILABLE, () -> new Upload(daemon.channel()).ask(Upload.stat("r")));
    first.close();
    try (Upload second = new Upload(daemon.channel())) {
      second.ask(Upload.stat("r"));
    }
  }

  @Test
  public void aStreamThatEndsWithoutCommitIsResumed() {
    try (Upload first = new Upload(daemon.channel())) {
      first.ask(Upload.write("r", 0, HELLO));
    }
    try (Upload second = new Upload(daemon.channel())) {
      WriteContentResponse status = second.ask(Upload.stat("r"));
      assertEquals(6, status.getOffset());
      assertEquals(Digest.of(HELLO).toString(), status.getDigest());
    }
  }

  @Test
  public void aWrongOffsetIsOutOfRangeAndNamesBoth() {
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("r", 0, HELLO));
    assertEquals(
        "write @7 must occur at current offset 6",
        Faults.expect(Kind.OUT_OF_RANGE, () -> upload.ask(Upload.write("r", 7, WORLD))));
  }

  @Test
  public void offsetZeroBeginsAnew() {
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("r", 0, "wrong".getBytes()));
    assertEquals(6, upload.ask(Upload.write("r", 0, HELLO)).getOffset());
    upload.ask(Upload.write("r", 6, WORLD));
    assertEquals(ALL.toString(), upload.ask(Upload.commit("r", 11)).getDigest());
  }

  @Test
  public void aWrongDigestIsRefusedAndTheIngestStays() {
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("r", 0, HELLO));
    Faults.expect(
        Kind.FAILED_PRECONDITION,
        () -> upload.ask(Upload.commit("r", 6).setExpected(ALL.toString())));
    assertEquals(6, daemon.metadata().content().status(scope, "r").offset());
  }

  @Test
  public void aWrongSizeIsRefused() {
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("r", 0, HELLO));
    Faults.expect(Kind.FAILED_PRECONDITION, () -> upload.ask(Upload.commit("r", 6).setTotal(7)));
  }

  @Test
  public void expectingWhatExistsIsRefusedAtOnce() {
    store();
    Faults.expect(
        Kind.ALREADY_EXISTS,
        () ->
            new Upload(daemon.channel())
                .ask(Upload.stat("again").setTotal(11).setExpected(ALL.toString())));
  }

  @Test
  public void whatExistsByTheTimeOfTheCommitJoinsTheLeaseAndTheIngestGoes() {
    Scope leased = scope.withLease("l");
    daemon.metadata().leases().create(scope, "l", Map.of());
    Upload upload = new Upload(daemon.channel(leased));
    upload.ask(Upload.write("slow", 0, "hello world".getBytes()));
    store();
    Faults.expect(
        Kind.ALREADY_EXISTS,
        () -> upload.ask(Upload.commit("slow", 11).setTotal(11).setExpected(ALL.toString())));
    assertEquals(List.of(), daemon.metadata().content().statuses(scope, Filter.ALL));
    assertTrue(
        daemon
            .metadata()
            .leases()
            .resources(scope, "l")
            .contains(new LeaseResource("content", ALL.toString())));
  }

  @Test
  public void withoutANamespaceNothingIsWritten() {
    assertEquals(
        "namespace is required",
        Faults.expect(
            Kind.FAILED_PRECONDITION,
            () -> new Upload(daemon.channel(Scope.daemon())).ask(Upload.stat("r"))));
  }

  private void store() {
    Upload upload = new Upload(daemon.channel());
    upload.ask(Upload.write("first", 0, "hello world".getBytes()));
    upload.ask(Upload.commit("first", 11));
  }
}
