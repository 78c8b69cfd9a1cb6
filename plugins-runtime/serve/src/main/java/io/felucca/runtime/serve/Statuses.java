package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a call failed with, as the status that runc's shim would give.
 *
 * <p>Such a status ends with the text of its kind, once: clients take it off there (containerd
 * errdefs).
 */
final class Statuses {
  private Statuses() {}

  static TtrpcException of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof TtrpcException known) {
      return known;
    }
    if (cause instanceof Fault fault) {
      return new TtrpcException(code(fault.kind()), text(fault), fault);
    }
    return new TtrpcException(TtrpcCode.UNKNOWN, cause.toString(), cause);
  }

  private static Throwable unwrapped(Throwable e) {
    boolean wrapper = e instanceof CompletionException || e instanceof ExecutionException;
    return wrapper && e.getCause() != null ? unwrapped(e.getCause()) : e;
  }

  private static TtrpcCode code(Kind kind) {
    return switch (kind) {
      case CONFLICT, NOT_MODIFIED -> TtrpcCode.FAILED_PRECONDITION;
      default -> TtrpcCode.valueOf(kind.name());
    };
  }

  private static String text(Fault fault) {
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    String end = end(fault.kind());
    boolean has = end.isEmpty() || message.equals(end) || message.endsWith(": " + end);
    return has ? message : message.isEmpty() ? end : message + ": " + end;
  }

  /** Unknown errors have no words of their own; Go's contexts have others than errdefs. */
  private static String end(Kind kind) {
    return switch (kind) {
      case UNKNOWN -> "";
      case CANCELLED -> "context canceled";
      case DEADLINE_EXCEEDED -> "context deadline exceeded";
      default -> kind.text();
    };
  }
}
