package io.felucca.ctl;

/** There is no daemon to ask. */
final class NoDaemonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoDaemonException(String message) {
    super(message, null, false, false);
  }
}
