package io.felucca.wire.call;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import org.junit.Test;

public class FaultStatusTest {
  @Test
  public void aConnectionThatEndsUnderACallIsUnavailable() {
    Status cut =
        Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());
    assertEquals(Fault.Kind.UNAVAILABLE, FaultStatus.toFault(cut).kind());
    Status other = Status.UNKNOWN.withDescription("channel closed");
    assertEquals(Fault.Kind.UNKNOWN, FaultStatus.toFault(other).kind());
  }

  @Test
  public void everyKindSurvivesTheWire() {
    for (Kind kind : Kind.values()) {
      Fault back = FaultStatus.toFault(status(kind, "image \"x\""));
      assertEquals(kind, back.kind());
      assertEquals("image \"x\"", back.getMessage());
    }
  }

  @Test
  public void messagesEndWithTheTextThatGoClientsStrip() {
    assertEquals("image \"x\": not found", text(Kind.NOT_FOUND, "image \"x\""));
    assertEquals("x: already exists", text(Kind.ALREADY_EXISTS, "x"));
    assertEquals("x: invalid argument", text(Kind.INVALID_ARGUMENT, "x"));
    assertEquals("x: failed precondition", text(Kind.FAILED_PRECONDITION, "x"));
    assertEquals("x: unavailable", text(Kind.UNAVAILABLE, "x"));
    assertEquals("x: not implemented", text(Kind.UNIMPLEMENTED, "x"));
    assertEquals("x: out of range", text(Kind.OUT_OF_RANGE, "x"));
    assertEquals("x: context canceled", text(Kind.CANCELLED, "x"));
    assertEquals("x: context deadline exceeded", text(Kind.DEADLINE_EXCEEDED, "x"));
  }

  @Test
  public void theTextIsAppendedOnce() {
    assertEquals("x: not found", text(Kind.NOT_FOUND, "x: not found"));
    assertEquals("task x not found", text(Kind.NOT_FOUND, "task x not found"));
    assertEquals("not found", text(Kind.NOT_FOUND, "not found"));
    assertEquals("not found", text(Kind.NOT_FOUND, ""));
  }

  @Test
  public void unknownErrorsHaveNoText() {
    assertEquals("x", text(Kind.UNKNOWN, "x"));
  }

  @Test
  public void conflictAndNotModifiedAreFailedPreconditionsToldApartByTheirEnd() {
    assertEquals(Code.FAILED_PRECONDITION, status(Kind.CONFLICT, "x").getCode());
    assertEquals("x: conflict", text(Kind.CONFLICT, "x"));
    assertEquals("a conflict: conflict", text(Kind.CONFLICT, "a conflict"));
    assertEquals("x: not modified", text(Kind.NOT_MODIFIED, "x"));
    Status other = Status.FAILED_PRECONDITION.withDescription("in conflict");
    assertEquals(Kind.FAILED_PRECONDITION, FaultStatus.toFault(other).kind());
  }

  @Test
  public void wrappedFaultsAreFound() {
    Fault fault = Fault.notFound("x");
    assertSame(fault, FaultStatus.toStatus(new CompletionException(fault)).getCause());
  }

  @Test
  public void aFullDiskIsAnExhaustedResource() {
    Throwable full = new UncheckedIOException(new IOException("No space left on device"));
    assertEquals(Code.RESOURCE_EXHAUSTED, FaultStatus.toStatus(full).getCode());
  }

  @Test
  public void defectsAreInternal() {
    Status status = FaultStatus.toStatus(new IllegalStateException("oops"));
    assertEquals(Code.INTERNAL, status.getCode());
    assertEquals("java.lang.IllegalStateException: oops: internal", status.getDescription());
  }

  private static Status status(Kind kind, String message) {
    return FaultStatus.toStatus(new Fault(kind, message, null));
  }

  private static String text(Kind kind, String message) {
    return status(kind, message).getDescription();
  }
}
