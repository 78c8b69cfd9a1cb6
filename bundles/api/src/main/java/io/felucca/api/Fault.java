package io.felucca.api;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * The one exception of the domain: an error of a {@link Kind} that clients can act on.
 *
 * <p>The message names what was asked for and, where two values differ, both of them. It does not
 * end with the kind's text: the edge appends that ("...: not found"), because clients strip it
 * there. Kinds are those of containerd's errdefs.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What went wrong, as a client's program distinguishes it. {@link #text()} is the wire's class
   * text.
   */
  public enum Kind {
    UNKNOWN("unknown"),
    INVALID_ARGUMENT("invalid argument"),
    NOT_FOUND("not found"),
    ALREADY_EXISTS("already exists"),
    PERMISSION_DENIED("permission denied"),
    RESOURCE_EXHAUSTED("resource exhausted"),
    FAILED_PRECONDITION("failed precondition"),
    CONFLICT("conflict"),
    NOT_MODIFIED("not modified"),
    ABORTED("aborted"),
    OUT_OF_RANGE("out of range"),
    UNIMPLEMENTED("not implemented"),
    INTERNAL("internal"),
    UNAVAILABLE("unavailable"),
    DATA_LOSS("data loss"),
    UNAUTHENTICATED("unauthenticated"),
    DEADLINE_EXCEEDED("deadline exceeded"),
    CANCELLED("canceled");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The words that end the message on the wire, exactly as Go clients match them. */
    public String text() {
      return text;
    }
  }

  private final Kind kind;

  /** A fault with a message and, where another exception led to it, that cause. */
  public Fault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether {@code error} is a fault of this kind. */
  public static boolean is(Throwable error, Kind kind) {
    return error instanceof Fault fault && fault.kind == kind;
  }

  public static Fault of(Kind kind, String format, Object... args) {
    return new Fault(kind, String.format(format, args), null);
  }

  public static Fault invalid(String format, Object... args) {
    return of(Kind.INVALID_ARGUMENT, format, args);
  }

  public static Fault notFound(String format, Object... args) {
    return of(Kind.NOT_FOUND, format, args);
  }

  public static Fault exists(String format, Object... args) {
    return of(Kind.ALREADY_EXISTS, format, args);
  }

  public static Fault precondition(String format, Object... args) {
    return of(Kind.FAILED_PRECONDITION, format, args);
  }

  public static Fault unavailable(String format, Object... args) {
    return of(Kind.UNAVAILABLE, format, args);
  }

  public static Fault unimplemented(String format, Object... args) {
    return of(Kind.UNIMPLEMENTED, format, args);
  }

  public static Fault outOfRange(String format, Object... args) {
    return of(Kind.OUT_OF_RANGE, format, args);
  }

  /**
   * An input or output error of the machine: disk full becomes {@link Kind#RESOURCE_EXHAUSTED}, all
   * else {@link Kind#UNKNOWN}.
   */
  public static Fault io(String what, IOException cause) {
    String why = why(cause);
    boolean full =
        why.contains("No space left") || why.contains("ENOSPC") || why.contains("Disk quota");
    return new Fault(full ? Kind.RESOURCE_EXHAUSTED : Kind.UNKNOWN, what + ": " + why, cause);
  }

  private static String why(IOException cause) {
    String reason = cause instanceof FileSystemException ? reason(cause) : "";
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return reason.isEmpty() || message.contains(reason) ? message : message + ": " + reason;
  }

  /** What Java says by the class alone, in errno's words; empty where it says more itself. */
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof NotDirectoryException) {
      return "not a directory";
    } else if (cause instanceof FileAlreadyExistsException) {
      return "file exists";
    } else if (cause instanceof DirectoryNotEmptyException) {
      return "directory not empty";
    }
    return "";
  }

  /** With the kind, which the message leaves out. */
  @Override
  public String toString() {
    return super.toString() + ": " + kind.text();
  }
}
