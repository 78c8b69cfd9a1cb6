package io.felucca.ctl;

/** The command line is wrong; the message says how it should be. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message, null, false, false);
  }
}
