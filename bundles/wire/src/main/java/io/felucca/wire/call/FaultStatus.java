package io.felucca.wire.call;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Faults and gRPC statuses, each in terms of the other (containerd errdefs, {@code errgrpc}).
 *
 * <p>A Go client makes an error of a status' code, strips the text of that error's class from the
 * end of the message and appends it again when it prints. So messages end with that text here,
 * once. For two kinds this is more than looks: conflict and not-modified share the code of
 * failed-precondition, and nothing but the end of the message tells them apart.
 */
public final class FaultStatus {
  private FaultStatus() {}

  /** The status of whatever a call threw. */
  public static Status toStatus(Throwable error) {
    Throwable cause = unwrapped(error);
    if (cause instanceof Fault fault) {
      return toStatus(fault);
    }
    if (cause instanceof StatusRuntimeException status) {
      return status.getStatus();
    }
    if (cause instanceof StatusException status) {
      return status.getStatus();
    }
    return toStatus(asFault(cause));
  }

  private static Status toStatus(Fault fault) {
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    return code(fault.kind())
        .toStatus()
        .withDescription(ended(message, fault.kind()))
        .withCause(fault);
  }

  /** What a call to another process ended with, as a fault. */
  public static Fault toFault(Status status) {
    String message = status.getDescription() == null ? "" : status.getDescription();
    Kind kind = isCut(status) ? Kind.UNAVAILABLE : kind(status.getCode(), message);
    return new Fault(kind, stripped(message, classText(kind)), status.getCause());
  }

  /** A connection that ends while a call is written to it is UNKNOWN to grpc-java. */
  private static boolean isCut(Status status) {
    return status.getCode() == Code.UNKNOWN && status.getCause() instanceof ClosedChannelException;
  }

  /** Runs a call of a blocking stub; its failure becomes a fault. */
  public static <T> T calling(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw toFault(e.getStatus());
    }
  }

  private static Throwable unwrapped(Throwable error) {
    boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
    return wrapper && error.getCause() != null ? unwrapped(error.getCause()) : error;
  }

  private static Fault asFault(Throwable error) {
    if (error instanceof UncheckedIOException io) {
      return Fault.io("input or output failed", io.getCause());
    }
    if (error instanceof IOException io) {
      return Fault.io("input or output failed", io);
    }
    if (error instanceof CancellationException || error instanceof InterruptedException) {
      return new Fault(Kind.CANCELLED, "call was given up", error);
    }
    return new Fault(Kind.INTERNAL, error.toString(), error);
  }

  private static String ended(String message, Kind kind) {
    String text = classText(kind);
    boolean has =
        switch (kind) {
          case UNKNOWN -> true;
          case CONFLICT, NOT_MODIFIED -> message.equals(text) || message.endsWith(": " + text);
          default -> message.equals(text) || message.endsWith(" " + text);
        };
    return has ? message : message.isEmpty() ? text : message + ": " + text;
  }

  private static String stripped(String message, String text) {
    if (message.equals(text)) {
      return "";
    }
    String end = ": " + text;
    return message.endsWith(end) ? message.substring(0, message.length() - end.length()) : message;
  }

  /** Go's contexts have no class of errdefs, and texts of their own. */
  private static String classText(Kind kind) {
    return switch (kind) {
      case CANCELLED -> "context canceled";
      case DEADLINE_EXCEEDED -> "context deadline exceeded";
      default -> kind.text();
    };
  }

  private static Code code(Kind kind) {
    return switch (kind) {
      case CONFLICT, NOT_MODIFIED -> Code.FAILED_PRECONDITION;
      default -> Code.valueOf(kind.name());
    };
  }

  private static Kind kind(Code code, String message) {
    if (code == Code.FAILED_PRECONDITION) {
      return precondition(message);
    }
    return code == Code.OK ? Kind.UNKNOWN : Kind.valueOf(code.name());
  }

  private static Kind precondition(String message) {
    for (Kind kind : new Kind[] {Kind.CONFLICT, Kind.NOT_MODIFIED}) {
      if (!stripped(message, kind.text()).equals(message)) {
        return kind;
      }
    }
    return Kind.FAILED_PRECONDITION;
  }
}
