package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import java.util.concurrent.CompletionException;
import org.junit.Test;

public class StatusesTest {
  private static void assertStatus(TtrpcCode code, String message, Throwable failure) {
    TtrpcException status = Statuses.of(failure);
    assertEquals(code, status.code());
    assertEquals(message, status.getMessage());
  }

  @Test
  public void theTextOfTheKindEndsTheMessageOnce() {
    assertStatus(TtrpcCode.NOT_FOUND, "task x: not found", Fault.notFound("task x"));
    assertStatus(TtrpcCode.NOT_FOUND, "task x: not found", Fault.notFound("task x: not found"));
    assertStatus(
        TtrpcCode.NOT_FOUND, "task x not found: not found", Fault.notFound("task x not found"));
    assertStatus(TtrpcCode.ALREADY_EXISTS, "already exists", Fault.exists(""));
  }

  @Test
  public void kindsThatShareACodeDifferInTheirText() {
    assertStatus(TtrpcCode.FAILED_PRECONDITION, "x: conflict", Fault.of(Kind.CONFLICT, "x"));
    assertStatus(
        TtrpcCode.FAILED_PRECONDITION,
        "x: failed precondition",
        new CompletionException(Fault.precondition("x")));
  }

  @Test
  public void otherFailuresAreUnknownAndSaidAsTheyAre() {
    assertStatus(TtrpcCode.UNKNOWN, "runc said no", Fault.of(Kind.UNKNOWN, "runc said no"));
    assertStatus(
        TtrpcCode.UNKNOWN, "java.lang.IllegalStateException: x", new IllegalStateException("x"));
    assertStatus(
        TtrpcCode.DEADLINE_EXCEEDED,
        "context deadline exceeded",
        Fault.of(Kind.DEADLINE_EXCEEDED, ""));
  }
}
