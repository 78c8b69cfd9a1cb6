package io.felucca.launcher;

/** The daemon cannot start; the message is for the person at the terminal and says what to do. */
final class BootException extends Exception {
  BootException(String message, Throwable cause) {
    super(message, cause);
  }
}
